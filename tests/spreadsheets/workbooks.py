"""Excel workbooks, part by part as the programs write them: the parts are what readers trip over."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

from openpyxl import Workbook

Row = Sequence[str | int | float | None]
Parts = dict[str, str]

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
_NOON = (2026, 9, 1, 12, 0, 0)


def excel(rows: Sequence[Row]) -> bytes:
    """Shared strings, and a name of which somebody made one half bold."""
    parts = parts_of(rows)
    half_bold = "<si><r><t>Mül</t></r><r><rPr><b/></rPr><t>ler</t></r></si>"
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace("<si><t>Müller</t></si>", half_bold)
    return packed(parts)


def google_sheets(rows: Sequence[Row]) -> bytes:
    """Every number has a decimal point, and the sheet goes on to its thousandth row."""
    parts = parts_of(rows, number=lambda value: f"{float(value)}")
    empty = "".join(f'<row r="{n}" ht="15.75" customHeight="1"/>' for n in range(len(rows) + 1, 1001))
    return packed(_changed(parts, "</sheetData>", f"{empty}</sheetData>"))


def numbers(rows: Sequence[Row], *, name: str = "") -> bytes:
    """The sheet is called after sheet and table. Cells that are empty are written, too. A name is a row above."""
    above: list[Row] = [[name]] if name else []
    parts = parts_of([*above, *rows], empty='<c r="{at}" s="1"/>')
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace('name="Sheet1"', 'name="Sheet 1 - Table 1"')
    return packed(parts)


def openpyxl(rows: Sequence[Row], change: Callable[[Workbook], object] = lambda book: book) -> bytes:
    """As scripts in Python write it: text stands in the cells themselves or is shared, as the library likes."""
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    change(book)
    file = io.BytesIO()
    book.save(file)
    return _on_one_day(file.getvalue())


def parts_of(
    rows: Sequence[Row], *, number: Callable[[int | float], str] = str, empty: str = "", styles: Sequence[str] = ()
) -> Parts:
    """The parts of a workbook with one sheet. `styles` are the number formats that cells may use as s="2" and on."""
    shared: dict[str, int] = {}

    def cell(value: str | float | None, at: str) -> str:
        if value is None or value == "":
            return empty.format(at=at)
        if isinstance(value, str):
            return f'<c r="{at}" s="1" t="s"><v>{shared.setdefault(value, len(shared))}</v></c>'
        return f'<c r="{at}"><v>{number(value)}</v></c>'

    lines = [
        f'<row r="{n}">' + "".join(cell(value, f"{chr(64 + m)}{n}") for m, value in enumerate(row, 1)) + "</row>"
        for n, row in enumerate(rows, 1)
    ]
    formats = "".join(f'<numFmt numFmtId="{n}" formatCode="{escape(f)}"/>' for n, f in enumerate(styles, 164))
    uses = "".join(f'<xf numFmtId="{n}" fontId="0" fillId="0" borderId="0"/>' for n in range(164, 164 + len(styles)))
    strings = "".join(f"<si><t{_spaces(text)}>{escape(text)}</t></si>" for text in shared)
    return {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId3" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{_XML}<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<sheetData>{''.join(lines)}</sheetData></worksheet>",
        "xl/styles.xml": f'{_XML}<styleSheet xmlns="{_MAIN}">'
        + (f'<numFmts count="{len(styles)}">{formats}</numFmts>' if styles else "")
        + '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{2 + len(styles)}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'<xf numFmtId="49" fontId="0" fillId="0" borderId="0"/>{uses}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
        "xl/sharedStrings.xml": f'{_XML}<sst xmlns="{_MAIN}" count="{len(shared)}" uniqueCount="{len(shared)}">'
        f"{strings}</sst>",
    }


def packed(parts: Parts | dict[str, bytes]) -> bytes:
    """The same bytes each time."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _NOON), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def with_part(workbook: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """A workbook in which one part is another one."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {info.filename: archive.read(info).decode() for info in archive.infolist()}
    return packed(parts | {name: change(parts[name])})


def _changed(parts: Parts, old: str, new: str) -> Parts:
    return {name: content.replace(old, new) for name, content in parts.items()}


def _spaces(text: str) -> str:
    return ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""


def _on_one_day(workbook: bytes) -> bytes:
    """Without the moment at which the library wrote it."""
    moment = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
    return with_part(workbook, "docProps/core.xml", lambda xml: moment.sub("2026-09-01T12:00:00Z", xml))
