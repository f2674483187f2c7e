// Writes the roster with JavaScript's libraries: `node with_node.mjs MODULES INPUTS OUTPUTS`.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const [modules, inputs, outputs] = process.argv.slice(2);
const load = createRequire(path.join(modules, "index.js"));
const rows = JSON.parse(readFileSync(`${inputs}/roster.json`, "utf8"));
const [header, ...students] = rows;
const records = students.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at]])));
const tables = ["roster", "hyphens", "hours", "exponents", "digits"];
const to = (name) => `${outputs}/${name}`;
const source = (name) => `${inputs}/${name}`;

async function attempt(name, write) {
  try {
    await write(to(name));
  } catch (error) {
    console.log(`failed\t${name}\t${String(error.message).split("\n")[0]}`);
  }
}

const xlsx = load("xlsx");
const textBook = () => {
  const book = xlsx.utils.book_new();
  xlsx.utils.book_append_sheet(book, xlsx.utils.aoa_to_sheet(rows), "students");
  return book;
};
for (const ending of ["xlsx", "ods", "xls", "fods", "csv", "txt", "html"])
  await attempt(`sheetjs-text.${ending}`, (file) => xlsx.writeFile(textBook(), file));
await attempt("sheetjs-json.xlsx", (file) => {
  const book = xlsx.utils.book_new();
  xlsx.utils.book_append_sheet(book, xlsx.utils.json_to_sheet(records), "students");
  xlsx.writeFile(book, file);
});
for (const table of tables) {
  for (const ending of ["xlsx", "csv", "ods"])
    await attempt(`sheetjs-read-${table}.${ending}`, (file) => xlsx.writeFile(xlsx.readFile(source(`${table}.csv`)), file));
  await attempt(`sheetjs-utf8-${table}.csv`, (file) =>
    xlsx.writeFile(xlsx.readFile(source(`${table}.csv`), { codepage: 65001 }), file));
  await attempt(`sheetjs-raw-${table}.xlsx`, (file) =>
    xlsx.writeFile(xlsx.readFile(source(`${table}.csv`), { raw: true, codepage: 65001 }), file));
}
await attempt("sheetjs-read-workbook.csv", (file) => xlsx.writeFile(xlsx.readFile(source("roster.xlsx")), file));
await attempt("sheetjs-read-workbook.ods", (file) => xlsx.writeFile(xlsx.readFile(source("roster.xlsx")), file));

const exceljs = load("exceljs");
const excelBook = () => {
  const book = new exceljs.Workbook();
  book.addWorksheet("students").addRows(rows);
  return book;
};
await attempt("exceljs-text.xlsx", (file) => excelBook().xlsx.writeFile(file));
await attempt("exceljs-text.csv", (file) => excelBook().csv.writeFile(file));
await attempt("exceljs-stream.xlsx", async (file) => {
  const book = new exceljs.stream.xlsx.WorkbookWriter({ filename: file });
  const sheet = book.addWorksheet("students");
  for (const row of rows) sheet.addRow(row).commit();
  await book.commit();
});
for (const table of tables) {
  await attempt(`exceljs-read-${table}.xlsx`, async (file) => {
    const book = new exceljs.Workbook();
    await book.csv.readFile(source(`${table}.csv`));
    await book.xlsx.writeFile(file);
  });
  await attempt(`exceljs-read-${table}.csv`, async (file) => {
    const book = new exceljs.Workbook();
    await book.csv.readFile(source(`${table}.csv`));
    await book.csv.writeFile(file);
  });
}
await attempt("exceljs-read-workbook.csv", async (file) => {
  const book = new exceljs.Workbook();
  await book.xlsx.readFile(source("roster.xlsx"));
  await book.csv.writeFile(file);
});

const papaparse = load("papaparse");
await attempt("papaparse-unparse.csv", (file) => writeFileSync(file, papaparse.unparse(records)));
for (const table of tables)
  await attempt(`papaparse-typed-${table}.csv`, (file) => {
    const read = papaparse.parse(readFileSync(source(`${table}.csv`), "utf8"), { header: true, dynamicTyping: true, skipEmptyLines: true });
    writeFileSync(file, papaparse.unparse(read.data));
  });
const { stringify } = load("csv-stringify/sync");
await attempt("csv-stringify-records.csv", (file) => writeFileSync(file, stringify(records, { header: true })));
await attempt("csv-stringify-null.csv", (file) =>
  writeFileSync(file, stringify(records.map((r) => ({ ...r, notes: null, birthday: new Date(r.birthday) })), { header: true })));
const { Parser } = load("@json2csv/plainjs");
await attempt("json2csv-records.csv", (file) => writeFileSync(file, new Parser().parse(records)));
const fastCsv = load("fast-csv");
await attempt("fast-csv-records.csv", async (file) => writeFileSync(file, await fastCsv.writeToBuffer(records, { headers: true })));
const writeExcelFile = load("write-excel-file/node");
await attempt("write-excel-file-text.xlsx", async (file) => {
  const made = await (writeExcelFile.default ?? writeExcelFile)(rows.map((row) => row.map((value) => (value ? { value, type: String } : null))), { filePath: file });
  if (made?.toFile) await made.toFile(file);
});
await attempt("xlsx-populate-text.xlsx", async (file) => {
  const book = await load("xlsx-populate").fromBlankAsync();
  book.sheet(0).cell("A1").value(rows);
  await book.toFileAsync(file);
});
for (const name of ["xlsx", "exceljs", "papaparse", "csv-stringify", "@json2csv/plainjs", "fast-csv", "write-excel-file", "xlsx-populate"])
  console.log(`version\t${name}\t${JSON.parse(readFileSync(`${modules}/${name}/package.json`)).version}`);
