"""Ten families in fourteen rows, and the bytes that each program makes of them."""

import codecs
import csv
import io
from collections.abc import Iterable
from typing import Literal

from tests.spreadsheets.workbooks import Row, excel, google_sheets, numbers, openpyxl

NOTE = 'Allergic to nuts; "severe",\nsee the file'  # everything at once that makes a program use quotes
TABLE: tuple[tuple[str, ...], ...] = tuple(
    tuple(line.replace("NOTE", NOTE).split("|"))
    for line in """\
year|class_code|grade|student_id|student_last_name|student_first_name|parent_email|parent_first_name|parent_last_name|\
parent2_email|parent2_first_name|parent2_last_name|relationship|language|notes
2026-2027|3-A|3|00417|García López|José|ana.lopez@example.org|Ana|López|luis.garcia@example.com|Luis|García|mother|es|
2026-2027|5-B|5|00418|García López|Zoë|ana.lopez@example.org|Ana|López|luis.garcia@example.com|Luis|García|mother|es|
2026-2027|3-A|3|00002|O'Brien|Niamh|declan.obrien@example.com|Declan|O'Brien||||father|en|
2026-2027|4-B|4|10020|O’Brien|Seán|maeve@example.net|Maeve|O’Brien||||mother|en|NOTE
2026-2027|3-B|3|10021|Müller|Jürgen|sabine.mueller@example.net|Sabine|Müller||||mother|de|
2026-2027|5-A|5|10022|Müller|Käthe|sabine.mueller@example.net|Sabine|Müller||||mother|de|
2026-2027|4-A|4|10023|Smith, Jr.|Bob|Sam.Smith@Example.com|Sam|Smith||||father|en|
2026-2027|K|K|00007|Le Goff|Maël||Yann|Le Goff||||father|fr|
2026-2027|3-A|3|10024|Reyes|Camila|marisol.reyes@example.org|Marisol|Reyes||||mother|es|
2026-2027|4-B|4|10025|Reyes|Íñigo|marisol.reyes@example.org|Marisol|Reyes||||mother|es|
2026-2027|5-A|5|10026|Reyes|Valentina|marisol.reyes@example.org|Marisol|Reyes||||mother|es|
2026-2027|5-B|5|10027|Sørensen|Åse|mette+school@example.net|Mette|Sørensen|ole@example.net|Ole|Sørensen|mother|da|
2026-2027|4-A|4|10028|Weiß-D'Arcy|François|renee@example.com|Renée|D'Arcy||||grandmother|fr|
2026-2027|3-B|3||Nguyen|Minh Anh|thu.nguyen@example.net|Thu|Nguyen||||mother|vi|
""".splitlines()
)

LineEnd = Literal["\n", "\r\n", "\r"]


def text_files() -> dict[str, bytes]:
    """Name -> bytes. The name says program, encoding and delimiter."""
    utf8, utf8_bom = "utf-8", "utf-8-sig"
    semicolons = saved(";")
    little, big = codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE
    return {
        # Excel: "CSV UTF-8", the plain "CSV", "CSV (Macintosh)", "Text (Tab delimited)" and "Unicode Text".
        # Where the comma is the decimal sign, both kinds of CSV have semicolons.
        "excel-utf8-comma.csv": saved(",").encode(utf8_bom),
        "excel-utf8-semicolon.csv": semicolons.encode(utf8_bom),
        "excel-windows1252-comma.csv": saved(",").encode("cp1252"),
        "excel-windows1252-semicolon.csv": semicolons.encode("cp1252"),
        "excel-macroman-comma.csv": saved(",", "\r").encode("mac_roman"),
        "excel-macroman-semicolon.csv": saved(";", "\r").encode("mac_roman"),
        "excel-windows1252-tab.txt": saved("\t", also=",").encode("cp1252"),
        "excel-utf16le-tab.txt": little + saved("\t", also=",").encode("utf-16-le"),
        # A first line that people and programs write for Excel; Excel obeys it and does not show it.
        "excel-sep-line-utf8-semicolon.csv": f"sep=;\r\n{semicolons}".encode(utf8_bom),
        "excel-sep-line-windows1252-semicolon.csv": f"sep=;\r\n{semicolons}".encode("cp1252"),
        "numbers-utf8-comma.csv": saved(",", "\n").encode(utf8),
        "numbers-utf8-semicolon.csv": saved(";", "\r\n").encode(utf8),
        "google-sheets-utf8-comma.csv": saved(",").removesuffix("\r\n").encode(utf8),
        "google-sheets-utf8-tab.tsv": "\r\n".join("\t".join(unbroken(row)) for row in TABLE).encode(utf8),
        # Export-Csv of PowerShell puts every cell in quotes.
        "powershell-utf8-comma.csv": saved(",", always=True).encode(utf8_bom),
        "powershell-utf16le-comma.csv": little + saved(",", always=True).encode("utf-16-le"),
        "powershell-utf16be-semicolon.csv": big + saved(";", always=True).encode("utf-16-be"),
        # What databases and student information systems give out.
        "database-utf8-bar.csv": saved("|").encode(utf8),
        "database-windows1252-bar.txt": saved("|", "\n").encode("cp1252"),
        "database-utf8-tab.tsv": saved("\t").encode(utf8),
        "classic-mac-utf8-comma.csv": saved(",", "\r").encode(utf8),
    }


def workbooks() -> dict[str, bytes]:
    """Name -> bytes. Codes, ids and names are text; the grade is a number where it can be."""
    rows: list[Row] = [[int(cell) if at == 2 and cell.isdigit() else cell for at, cell in enumerate(r)] for r in TABLE]
    return {
        "excel-workbook.xlsx": excel(rows),
        "excel-workbook-called.csv": excel(rows),
        "google-sheets-workbook.xlsx": google_sheets(rows),
        "numbers-workbook.xlsx": numbers(rows),
        "openpyxl-workbook.xlsx": openpyxl(rows),
    }


def saved(delimiter: str, line_end: LineEnd = "\r\n", *, also: str = "", always: bool = False) -> str:
    """The table, with quotes where they are needed, also where a cell holds `also`."""
    if not also:
        written = io.StringIO(newline="")
        dialect = csv.unix_dialect if always else csv.excel  # quotes always, or where they are needed
        csv.writer(written, dialect, delimiter=delimiter, lineterminator=line_end).writerows(TABLE)
        return written.getvalue()
    return "".join(delimiter.join(quoted(row, f'"\r\n{delimiter}{also}')) + line_end for row in TABLE)


def quoted(row: Iterable[str], reasons: str) -> list[str]:
    return ['"' + cell.replace('"', '""') + '"' if set(reasons) & set(cell) else cell for cell in row]


def unbroken(row: Iterable[str]) -> list[str]:
    """Tab-separated values of Google Sheets know no quotes: tabs and line breaks become spaces."""
    return [cell.replace("\t", " ").replace("\n", " ") for cell in row]
