<?php
// Writes the roster with PHP: `php with_php.php INPUTS OUTPUTS`.
[, $inputs, $outputs] = $argv;
$rows = json_decode(file_get_contents("$inputs/roster.json"));
foreach (["PHP-fputcsv.csv" => ",", "PHP-fputcsv-semicolon.csv" => ";", "PHP-fputcsv.tsv" => "\t"] as $name => $delimiter) {
    $file = fopen("$outputs/$name", "w");
    foreach ($rows as $row) {
        fputcsv($file, $row, $delimiter);
    }
    fclose($file);
}
// As the keys of an array, numbers become integers.
$by_id = [];
foreach (array_slice($rows, 1) as $row) {
    $by_id[$row[3]] = $row;
}
$file = fopen("$outputs/PHP-ids-as-keys.csv", "w");
fputcsv($file, $rows[0]);
foreach ($by_id as $id => $row) {
    $row[3] = $id;
    fputcsv($file, $row);
}
fclose($file);
echo "version\tPHP\t", PHP_VERSION, "\n";
