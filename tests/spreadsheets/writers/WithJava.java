import com.opencsv.CSVWriter;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.ss.usermodel.WorkbookFactory;

/** Writes the roster with Java's libraries: `java WithJava.java INPUTS OUTPUTS`. */
class WithJava {
  static List<List<String>> rows = new ArrayList<>();

  static void workbook(Workbook book, Path to, boolean numbers) throws Exception {
    Sheet sheet = book.createSheet("students");
    for (int at = 0; at < rows.size(); at++) {
      Row row = sheet.createRow(at);
      for (int column = 0; column < rows.get(at).size(); column++) {
        String text = rows.get(at).get(column);
        Cell cell = row.createCell(column);
        if (numbers && text.matches("\\d+")) cell.setCellValue(Double.parseDouble(text));
        else cell.setCellValue(text);
      }
    }
    try (OutputStream out = new FileOutputStream(to.toFile())) {
      book.write(out);
    }
  }

  static void csv(Path to, CSVFormat format) throws Exception {
    try (Writer out = Files.newBufferedWriter(to); CSVPrinter printer = new CSVPrinter(out, format)) {
      printer.printRecords(rows);
    }
  }

  static void workbookAsCsv(Path from, Path to, boolean shown) throws Exception {
    DataFormatter formatter = new DataFormatter();
    try (Workbook book = WorkbookFactory.create(from.toFile());
        Writer out = Files.newBufferedWriter(to);
        CSVPrinter printer = new CSVPrinter(out, CSVFormat.DEFAULT)) {
      for (Row row : book.getSheetAt(0)) {
        List<String> cells = new ArrayList<>();
        for (Cell cell : row) cells.add(shown ? formatter.formatCellValue(cell) : cell.toString());
        printer.printRecord(cells);
      }
    }
  }

  public static void main(String[] folders) throws Exception {
    Path inputs = Path.of(folders[0]), outputs = Path.of(folders[1]);
    try (CSVParser read = CSVParser.parse(Files.readString(inputs.resolve("roster.csv")), CSVFormat.DEFAULT)) {
      for (CSVRecord record : read) {
        List<String> cells = new ArrayList<>();
        record.forEach(cells::add);
        rows.add(cells);
      }
    }
    workbook(new HSSFWorkbook(), outputs.resolve("POI-text.xls"), false);
    workbook(new HSSFWorkbook(), outputs.resolve("POI-numbers.xls"), true);
    workbookAsCsv(outputs.resolve("POI-numbers.xls"), outputs.resolve("POI-numbers-toString.csv"), false);
    workbookAsCsv(outputs.resolve("POI-numbers.xls"), outputs.resolve("POI-numbers-shown.csv"), true);
    csv(outputs.resolve("commons-csv-default.csv"), CSVFormat.DEFAULT);
    csv(outputs.resolve("commons-csv-Excel.csv"), CSVFormat.EXCEL);
    csv(outputs.resolve("commons-csv-TDF.tsv"), CSVFormat.TDF);
    csv(outputs.resolve("commons-csv-MySQL.tsv"), CSVFormat.MYSQL);
    csv(outputs.resolve("commons-csv-PostgreSQL.csv"), CSVFormat.POSTGRESQL_CSV);
    csv(outputs.resolve("commons-csv-InformixUnload.csv"), CSVFormat.INFORMIX_UNLOAD_CSV);
    try (CSVWriter writer = new CSVWriter(Files.newBufferedWriter(outputs.resolve("opencsv-default.csv")))) {
      for (List<String> row : rows) writer.writeNext(row.toArray(new String[0]));
    }
    System.out.println("version\tPOI\t" + org.apache.poi.Version.getVersion());
    System.out.println("version\tJava\t" + System.getProperty("java.version"));
  }
}
