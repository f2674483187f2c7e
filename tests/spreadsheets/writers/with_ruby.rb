# Writes the roster with Ruby's libraries: `ruby with_ruby.rb INPUTS OUTPUTS`.
require "csv"
require "json"
require "spreadsheet"

inputs, outputs = ARGV
rows = JSON.parse(File.read("#{inputs}/roster.json"))
CSV.open("#{outputs}/Ruby-csv-text.csv", "w") { |csv| rows.each { |row| csv << row } }
CSV.open("#{outputs}/Ruby-csv-nil.csv", "w") { |csv| rows.each { |row| csv << row.map { |cell| cell.empty? ? nil : cell } } }
File.write("#{outputs}/Ruby-csv-tab.tsv", rows.map { |row| row.to_csv(col_sep: "\t") }.join)
%w[roster hyphens hours exponents digits].each do |table|
  { "all" => :all, "numeric" => :numeric }.each do |name, converters|
    read = CSV.read("#{inputs}/#{table}.csv", headers: true, converters: converters)
    File.write("#{outputs}/Ruby-csv-#{name}-#{table}.csv", read.to_csv)
  end
end
book = Spreadsheet::Workbook.new
sheet = book.create_worksheet(name: "students")
rows.each_with_index { |row, at| sheet.row(at).concat(row) }
book.write("#{outputs}/Ruby-spreadsheet-text.xls")
puts "version\tRuby\t#{RUBY_VERSION}", "version\tcsv\t#{CSV::VERSION}", "version\tspreadsheet\t#{Spreadsheet::VERSION}"
