# Writes the roster with R: `Rscript with_r.R INPUTS OUTPUTS`.
folders <- commandArgs(trailingOnly = TRUE)
source_of <- function(name) file.path(folders[1], name)
attempt <- function(name, write) tryCatch(
  suppressWarnings(suppressMessages(write(file.path(folders[2], name)))),
  error = function(problem) cat("failed", name, gsub("\n", " ", conditionMessage(problem)), "\n", sep = "\t"))
tables <- c("roster", "hyphens", "hours", "exponents", "digits")
text <- read.csv(source_of("roster.csv"), colClasses = "character", encoding = "UTF-8", na.strings = character())

attempt("R-write.csv-text.csv", function(to) write.csv(text, to, row.names = FALSE, fileEncoding = "UTF-8"))
attempt("R-write.csv-text-with-row-names.csv", function(to) write.csv(text, to, fileEncoding = "UTF-8"))
attempt("R-write.csv2-text.csv", function(to) write.csv2(text, to, row.names = FALSE, fileEncoding = "UTF-8"))
attempt("R-write.table-text.tsv", function(to) write.table(text, to, sep = "\t", row.names = FALSE, fileEncoding = "UTF-8"))
attempt("R-write.table-default.txt", function(to) write.table(text, to, fileEncoding = "UTF-8"))
attempt("R-openxlsx-text.xlsx", function(to) openxlsx::write.xlsx(text, to))
attempt("readr-write_csv-text.csv", function(to) readr::write_csv(text, to))
attempt("readr-write_excel_csv-text.csv", function(to) readr::write_excel_csv(text, to, na = ""))
attempt("readr-write_excel_csv2-text.csv", function(to) readr::write_excel_csv2(text, to, na = ""))
attempt("R-data.table-text.csv", function(to) data.table::fwrite(text, to))
attempt("R-readxl.csv", function(to) readr::write_csv(readxl::read_excel(source_of("roster.xlsx")), to))
attempt("R-openxlsx-read.csv", function(to) write.csv(openxlsx::read.xlsx(source_of("roster.xlsx")), to, row.names = FALSE))
for (table in tables) {
  local({
    table <- table
    input <- source_of(paste0(table, ".csv"))
    attempt(paste0("R-read.csv-", table, ".csv"), function(to) write.csv(read.csv(input), to, row.names = FALSE))
    attempt(paste0("readr-read-", table, ".csv"), function(to) readr::write_csv(readr::read_csv(input), to))
    attempt(paste0("R-data.table-read-", table, ".csv"), function(to) data.table::fwrite(data.table::fread(input), to))
    attempt(paste0("R-openxlsx-read-", table, ".xlsx"), function(to) openxlsx::write.xlsx(read.csv(input), to))
  })
}
cat("version", "R", paste(R.version$major, R.version$minor, sep = "."), "\n", sep = "\t")
for (package in c("readr", "readxl", "data.table", "openxlsx"))
  cat("version", package, as.character(packageVersion(package)), "\n", sep = "\t")
