"""What else real files do: one small file for each way, and the huge ones, which are made when they are needed."""

import codecs
import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook

from tests.spreadsheets.workbooks import Row, excel, numbers, openpyxl, packed, parts_of, with_part

HEADER = "class_code,student_id,student_last_name,student_first_name,parent_email"
JOSE = "3-A,00417,García,José,ana@example.org"
BOB = "3-B,00418,Smith,Bob,sam@example.com"
NOTE = f"{HEADER},notes"
ROWS: list[Row] = [HEADER.split(","), JOSE.split(","), BOB.split(",")]


def small_files() -> dict[str, bytes]:
    """Name -> bytes."""
    return _no_tables() | _cut_off() | _headers() | _shapes() | _letters() | _cells() | _families() | _workbooks()


def huge_files() -> dict[str, bytes]:
    commas = "," * 10_000
    far_down = '<row r="1048577"><c r="A1048577"><v>3</v></c></row></sheetData>'
    return {
        "a row of 10 MB": table(f"3-A,00417,García,{'é' * 5_000_000},ana@example.org", BOB),
        "a cell of 11,000 characters": table(f"{JOSE},{'n' * 11_000}", f"{BOB},", header=NOTE),
        "a million empty lines": table(JOSE) + b"\r\n" * 1_000_000 + f"{BOB}\r\n".encode(),
        "a million empty lines and no row": table() + b"\r\n" * 1_000_000,
        "a million lines of commas": table(JOSE) + b",,,,\r\n" * 1_000_000 + f"{BOB}\r\n".encode(),
        "a million empty lines above the header": b"\r\n" * 1_000_000 + table(JOSE),
        "16,384 columns": table("3-A", header=",".join(f"Column{n}" for n in range(1, 16_385))),
        "16,384 columns of which five have names": table(JOSE + "," * 16_379, header=HEADER + "," * 16_379),
        "10,000 trailing commas": table(JOSE + commas, BOB + commas, header=HEADER + commas),
        "10,000 quotes": table("3-A,00417," + '"' * 9_999 + ",José,", BOB),
        "a workbook that unpacks to 610 MB": _bomb(excel(ROWS), "xl/media/nothing.bin"),
        "a workbook with 70 MB beside its sheet": _bomb(excel(ROWS), "xl/theme/theme1.xml", 7),
        "a zip archive that unpacks to 610 MB": _bomb(packed({"students.csv": table(JOSE).decode()}), "more.csv"),
        "a gzip that unpacks to 100 MB": gzip.compress(bytes(100_000_000), mtime=0),
        "a workbook with a row below the last one": with_part(
            excel(ROWS), "xl/worksheets/sheet1.xml", lambda xml: xml.replace("</sheetData>", far_down)
        ),
        "a workbook that says less of itself than it holds": _liar(),
    }


def table(*rows: str, header: str = HEADER, encoding: str = "utf-8") -> bytes:
    return "".join(f"{row}\r\n" for row in (header, *rows)).encode(encoding)


def _no_tables() -> dict[str, bytes]:
    cells = [row.replace(",", "</td><td>") for row in (HEADER, JOSE, BOB)]
    web_page = f"<html><body><table>{''.join(f'<tr><td>{row}</td></tr>' for row in cells)}</table></body></html>"
    return {
        "zero-bytes.csv": b"",
        "one-byte.csv": b"x",
        "only-spaces-and-line-ends.csv": b" \r\n\t\r\n\r\n",
        "only-commas.csv": b",,,,\r\n,,,,\r\n",
        "only-a-byte-order-mark.csv": codecs.BOM_UTF8,
        "picture-called.csv": _picture(),
        "zip-called.csv": packed({"students.csv": table(JOSE).decode()}),
        "students.csv.zip": packed({"students.csv": table(JOSE).decode(), "notes.txt": "none"}),
        "empty.zip": packed({}),
        "students.csv.gz": gzip.compress(table(JOSE), mtime=0),
        "web-page-called.xls": web_page.encode(),
        "web-page-without-a-table.xls": b"<!DOCTYPE html><html><body><h1>Please log in</h1></body></html>",
        "flat-table.fods": b'<?xml version="1.0"?><office:document office:mimetype="x.spreadsheet"/>',
        "xml-table-called.xls": b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
        "word-document.docx": packed(
            {"[Content_Types].xml": "<Types/>", "_rels/.rels": "<Relationships/>", "word/document.xml": "<w:document/>"}
        ),
        "binary-workbook.xlsb": packed({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": "\x83\x01"}),
        "utf16-without-byte-order-mark.csv": table(JOSE).decode().encode("utf-16-le"),
        "nothing-but-nul-bytes.csv": bytes(512),
    }


def _cut_off() -> dict[str, bytes]:
    whole = table(BOB, JOSE)
    utf16 = codecs.BOM_UTF16_LE + whole.decode().encode("utf-16-le")
    return {
        "cut-off-in-a-row.csv": whole[: whole.index("José".encode())],
        "cut-off-in-an-address.csv": whole[: whole.rindex(b".org")],
        "cut-off-in-a-quoted-cell.csv": table(BOB) + b'3-A,00417,"Garc',
        "cut-off-in-a-utf8-letter.csv": whole[: whole.index("é".encode()) + 1],
        "cut-off-in-a-utf16-letter.csv": utf16[: utf16.index("é".encode("utf-16-le")) + 1],
    }


def _headers() -> dict[str, bytes]:
    return {
        "only-a-header.csv": table(),
        "only-a-header-and-commas.csv": table(",,,,", ",,,,"),
        "header-missing.csv": table(BOB, header=JOSE),
        "header-misspelt.csv": table("3-A,García,José", header="Clas,Lastname,Frist name"),
        "column-missing.csv": table("00417,García,José", header="student_id,student_last_name,student_first_name"),
        "title-above-the-header.csv": table("", HEADER, JOSE, header="Lincoln School: students of 2026-2027,,,,"),
        "powershell-type-line.csv": table(HEADER, JOSE, header="#TYPE System.Data.DataRow"),
        "two-columns-with-one-name.csv": table(f"{JOSE},b@example.org", header=f"{HEADER},parent_email"),
        "two-columns-that-mean-the-same.csv": table(f"{JOSE},b@example.org", header=f"{HEADER},Guardian 1 E-Mail"),
        "header-with-odd-spaces.csv": table(JOSE, header=HEADER.replace("_", "\u00a0").replace(",", "\u200b,\ufeff")),
        "header-with-line-breaks.csv": table(JOSE, header=HEADER.replace("student_last_name", '"Student\nLast name"')),
        "every-row-in-one-cell.csv": table(f'"{JOSE}"', header=f'"{HEADER}"'),
        "two-files-joined.csv": table(JOSE) + table(BOB),
        "two-files-joined-with-byte-order-marks.csv": table(JOSE, encoding="utf-8-sig")
        + table(BOB, encoding="utf-8-sig"),
        "two-files-joined-without-addresses.csv": _without_addresses(JOSE) + _without_addresses(BOB),
        "sep-line-that-is-wrong.csv": b"sep=,\r\n" + table(JOSE).replace(b",", b";"),
    }


def _without_addresses(row: str) -> bytes:
    return table(row.rpartition(",")[0], header=HEADER.rpartition(",")[0], encoding="utf-8-sig")


def _shapes() -> dict[str, bytes]:
    return {
        "ragged-rows.csv": table("3-A,00417,García,José", f"{BOB},,,", "3-B,00419,Li"),
        "comma-without-quotes.csv": table("3-A,00417,García, Jr.,José,ana@example.org", BOB),
        "blank-lines.csv": table("", JOSE, ",,,,", " , ,\t,,", "", BOB, "", ""),
        "trailing-commas.csv": table(f"{JOSE},,,", f"{BOB},,,", header=f"{HEADER},,,"),
        "quoted-line-breaks.csv": table(f'{JOSE},"by bus,\r\nline 4\n"', f'{BOB},""', header=NOTE),
        "line-break-in-a-name.csv": table('3-A,00417,"García\nLópez",José,ana@example.org', BOB),
        "unclosed-quote.csv": table('3-A,00417,"García,José,ana@example.org', BOB, '3-B,00419,"Li, Jr.",Mei,'),
        "quotes-that-do-not-match.csv": table('3-A,00417,"García" López,José,ana@example.org', BOB),
        "quotes-in-tab-separated-values.tsv": table('3-A,1,"Pepe" García,José,', BOB).replace(b",", b"\t"),
        "quote-in-a-nickname.csv": table('3-A,00417,García,José "Pepe",ana@example.org', BOB),
        "total-at-the-end.csv": table(JOSE, BOB, "Total,2,,,"),
    }


def _letters() -> dict[str, bytes]:
    odd = [("U+2028", "\u2028"), ("vertical tab", "\v"), ("NEL", "\x85"), ("form feed", "\f"), ("NUL", "\0")]
    return {
        "mojibake.csv": table(JOSE.encode().decode("cp1252")),
        "mojibake-of-an-apostrophe.csv": table("3-A,00417,O’Brien,Ann,".encode().decode("cp1252")),
        "windows1252-row-in-a-utf8-file.csv": table(JOSE, "3-A,00420,Weiß,Zoë,")
        + table(header=JOSE, encoding="cp1252"),
        "byte-that-is-no-letter.csv": table(JOSE, encoding="cp1252").replace(b"Garc\xeda", b"Garc\x81a"),
        "odd-characters-in-a-name.csv": table(*(f"3-A,0042{n},a{c}b,{name}," for n, (name, c) in enumerate(odd))),
        "nul-bytes.csv": table(JOSE.replace("José", "Jo\0sé"), BOB),
        "invisible-characters.csv": table("3-A,\u200b00417,Gar\u00adcía\ufeff,\u202eJosé\u202c,\u200bana@example.org"),
        "letters-of-the-whole-world.csv": table("3-A,1,山田,太郎,", "3-A,2,Петренко,Оксана,", "3-A,3,Đặng,Thị Hà,"),
    }


def _cells() -> dict[str, bytes]:
    return {
        "id-as-1.23457E+11.csv": table("3-A,1.23457E+11,García,José,", '3-A,"1,23457E+11",Li,Mei,', BOB),
        "class-code-3-Apr.csv": table("3-Apr,00417,García,José,", "Apr-03,00419,Li,Mei,", "03.04.2026,5,Ito,Ren,", BOB),
        "errors-of-excel.csv": table("#REF!,#N/A,#NAME?,José,#VALUE!", BOB),
        "words-for-nothing.csv": table(
            "3-A,nan,García,José,NULL",
            "3-A,00419,Null,Mei,(null)",
            "3-A,00420,NULL,Ren,",
            "N/A,00421,Ito,Yuki,",
            "3-A,00422,Osei,Ama,0",
            BOB,
        ),
        "ids-as-numbers.csv": table(
            "3-A,12345678.0,García,José,",
            "101.0,1.2345679E7,Li,Mei,",
            "3-A,1.2E7,Ito,Ren,",
            "3-A,1234567890123456.0,Osei,Ama,",
            BOB,
        ),
        "ids-as-formulas.csv": table('3-A,="00417",García,José,'),
        "several-addresses.csv": table(
            "3-A,1,García,José,a@example.org; b@example.org",
            '3-A,2,García,Ana,"a@example.org, b@example.org"',
            "3-A,3,García,Eva,a@example.org / A@Example.org",
        ),
        "addresses-to-mend.csv": table(
            "3-A,1,Smith,One,Bob <b@example.com>",
            "3-A,2,Smith,Two,mailto:b@example.com?subject=Hi",
            "3-A,3,Smith,Three,“b@example.com”",
            "3-A,4,Smith,Four, b@example.com. ",
            "3-A,5,Smith,Five,ｂ＠ｅｘａｍｐｌｅ．ｃｏｍ",
            "3-A,6,Smith,Six,b@example.com (home)",
            "3-A,7,Smith,Seven,<b@example.com>;",
            "3-A,8,Smith,Eight,o’brien@example.com",
        ),
        "addresses-that-cannot-be.csv": table(
            "3-A,1,Smith,One,josé@example.com",
            "3-A,2,Smith,Two,b.example.com",
            "3-A,3,Smith,Three,b@example",
            "3-A,4,Smith,Four,b@@example.com",
            "3-A,5,Smith,Five,b at example.com",
            "3-A,6,Smith,Six,b b@example.com",
            "3-A,7,Smith,Seven,@example.com",
            "3-A,8,Smith,Eight,b@example..com",
            "3-A,9,Smith,Nine,none",
            "3-A,10,Smith,Ten,b@exam_ple.com",
        ),
        "one-parent-in-two-cases.csv": table("3-A,1,Smith,One,A@Example.com", "3-A,2,Smith,Two,a@example.com"),
        "formulas.csv": table(
            '3-A,1,García,José,,"=HYPERLINK(""https://evil.example"",""click"")"',
            "3-A,2,=1+1,Bob,,+1",
            "3-A,-3,@SUM(A1),=cmd|' /C calc'!A0,,",
            '3-A,4,"=HYPERLINK(""https://evil.example"")",Eve,,',
            header=NOTE,
        ),
        "markup-as-names.csv": table("3-A,1,<script>alert(1)</script>,José,", "3-A,2,{{7*7}},${7*7},"),
        "web-address-as-a-name.csv": table("3-A,1,https://evil.example/x,José,", "3-A,2,Smith,win at evil.com,"),
        "address-as-a-name.csv": table("3-A,1,Smith,bob@example.com,"),
        "slash-in-a-class-code.csv": table("3/A,1,Smith,Bob,", "3\\A,2,Smith,Ann,"),
    }


def _families() -> dict[str, bytes]:
    return {
        "same-row-twice.csv": table(JOSE, BOB, JOSE),
        "student-twice-with-two-addresses.csv": table(JOSE, JOSE.replace("ana@", "luis@")),
        "three-siblings-on-one-address.csv": table(
            JOSE, "4-B,1,García,Zoë,ana@example.org", "K,2,García,Eva,ANA@example.org"
        ),
        "one-id-with-two-names.csv": table(JOSE, "3-A,00417,Smith,Bob,"),
        "two-students-of-one-name.csv": table("3-A,1,Smith,Bob,", "3-B,2,Smith,Bob,", "3-A,,Smith,Bob,"),
        "lost-leading-zeros.csv": table(JOSE, JOSE.replace("00417", "417")),
    }


def _workbooks() -> dict[str, bytes]:
    sheet = "xl/worksheets/sheet1.xml"
    merged = [["Student", None, None, None, "Parent"], *ROWS]
    calculated: list[Row] = [*ROWS[:2], ["3-B", "00418", "FORMULA", "Bob", "sam@example.com"]]
    formula = packed(parts_of(calculated))
    strict = excel(ROWS)
    for part in ("xl/workbook.xml", sheet, "xl/styles.xml", "xl/sharedStrings.xml"):
        strict = with_part(strict, part, _strictly)
    for part in ("xl/_rels/workbook.xml.rels", "_rels/.rels"):
        strict = with_part(strict, part, _strictly)
    return {
        "workbook-with-a-formula.xlsx": with_part(
            formula,
            sheet,
            lambda xml: xml.replace(
                '<c r="C3" s="1" t="s"><v>',
                '<c r="C3" s="1" t="str"><f>A1&amp;B1</f><v>Smith</v></c><c r="X3" t="s"><v>',
            ),
        ),
        "workbook-with-a-formula-never-calculated.xlsx": openpyxl([*ROWS, ["3-B", "00419", "=A1&A2", "Bob", ""]]),
        "workbook-with-a-merged-header.xlsx": openpyxl(merged, _merge),
        "workbook-with-a-hidden-sheet.xlsx": openpyxl([["do not", "look"]], _hide_the_first),
        "workbook-with-a-cover-sheet.xlsx": openpyxl([["Lincoln School"], ["Students"]], _add_a_sheet),
        "workbook-with-dates-and-numbers.xlsx": _dates_and_numbers(),
        "workbook-with-errors.xlsx": openpyxl([*ROWS, ["3-B", "00419", "#N/A", "Bob", "#REF!"]]),
        "workbook-with-a-table-name.xlsx": numbers(ROWS, name="Table 1"),
        "workbook-that-says-a-wrong-size.xlsx": with_part(
            excel(ROWS), sheet, lambda xml: xml.replace("<sheetData>", '<dimension ref="A1:B2"/><sheetData>')
        ),
        "workbook-with-only-a-header.xlsx": excel(ROWS[:1]),
        "workbook-that-is-empty.xlsx": openpyxl([]),
        "workbook-cut-off.xlsx": excel(ROWS)[:-300],
        "workbook-with-a-damaged-part.xlsx": _damaged(excel(ROWS)),
        "workbook-that-is-packed-otherwise-than-it-says.xlsx": _packed_otherwise(excel(ROWS)),
        "workbook-with-wrong-xml.xlsx": with_part(excel(ROWS), sheet, lambda xml: xml[:-90]),
        "workbook-saved-as-strict-open-xml.xlsx": strict,
    }


def _merge(book: Workbook) -> None:
    book.worksheets[0].merge_cells("A1:D1")


def _hide_the_first(book: Workbook) -> None:
    book.worksheets[0].sheet_state = "hidden"
    _add_a_sheet(book)


def _add_a_sheet(book: Workbook) -> None:
    sheet = book.create_sheet("Students")
    for row in ROWS:
        sheet.append(list(row))


def _dates_and_numbers() -> bytes:
    """A class code that became a date, ids that are numbers, one of them shown with leading zeros."""

    def change(book: Workbook) -> None:
        sheet = book.worksheets[0]
        sheet["A3"].value = date(2026, 4, 3)
        sheet["B4"].value, sheet["B4"].number_format = 417, "00000"
        sheet["B5"].value = 123456789012
        sheet["B6"].value = 10023.0

    rows: Sequence[Row] = [*ROWS, *(["3-B", "", "Li", name, ""] for name in ("Mei", "Bao", "Fan"))]
    return openpyxl(rows, change)


def _strictly(xml: str) -> str:
    xml = xml.replace(
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"
    )
    return xml.replace(
        "http://schemas.openxmlformats.org/officeDocument/2006", "http://purl.oclc.org/ooxml/officeDocument"
    )


def _damaged(workbook: bytes) -> bytes:
    """One byte in the middle of the sheet is another one."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        at = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 120
    return workbook[:at] + bytes([workbook[at] ^ 0xFF]) + workbook[at + 1 :]


def _packed_otherwise(workbook: bytes) -> bytes:
    file = io.BytesIO(workbook)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(zipfile.ZipInfo("note.txt"), "")
        archive.getinfo("xl/styles.xml").compress_type = zipfile.ZIP_BZIP2
    return file.getvalue()


def _picture() -> bytes:
    """One red point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    size = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")
    )


def _bomb(archive: bytes, name: str, times: int = 61) -> bytes:
    """Ten megabytes of nothing, and more entries that lead to the same ten."""
    file = io.BytesIO(archive)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr(name, bytes(10_000_000))
        bomb.filelist.extend([bomb.filelist[-1]] * (times - 1))
    return file.getvalue()


def _liar() -> bytes:
    """A part of ten megabytes that says it has ten bytes."""
    file = io.BytesIO(excel(ROWS))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as liar:
        liar.writestr("xl/media/nothing.bin", bytes(10_000_000))
        liar.filelist[-1].file_size = 10
    return file.getvalue()
