# Writes the roster with Perl's libraries: `perl with_perl.pl INPUTS OUTPUTS`.
use strict;
use warnings;
use Excel::Writer::XLSX;
use JSON::PP;
use Spreadsheet::WriteExcel;
use Text::CSV_XS qw(csv);

my ($inputs, $outputs) = @ARGV;
open my $file, "<:raw", "$inputs/roster.json" or die $!;
my $rows = decode_json(do { local $/; <$file> });

sub workbook {
    my ($book, $change) = @_;
    my $sheet = $book->add_worksheet("students");
    $change->($sheet);
    for my $at (0 .. $#$rows) { $sheet->write_row($at, 0, $rows->[$at]) }
    $book->close;
}
workbook(Excel::Writer::XLSX->new("$outputs/Excel-Writer-XLSX-write.xlsx"), sub { });
workbook(Excel::Writer::XLSX->new("$outputs/Excel-Writer-XLSX-keep-zeros.xlsx"), sub { $_[0]->keep_leading_zeros });
workbook(Spreadsheet::WriteExcel->new("$outputs/Spreadsheet-WriteExcel-write.xls"), sub { });
csv(in => $rows, out => "$outputs/Text-CSV_XS-text.csv", encoding => "UTF-8");
csv(in => $rows, out => "$outputs/Text-CSV_XS-text.tsv", encoding => "UTF-8", sep_char => "\t");
print "version\t$_\t", $_->VERSION, "\n" for qw(Excel::Writer::XLSX Spreadsheet::WriteExcel Text::CSV_XS);
