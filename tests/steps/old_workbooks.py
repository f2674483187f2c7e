"""Old Excel workbooks (.xls) and OpenDocument spreadsheets (.ods), built in memory of their smallest parts."""

import io
import struct
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

Cell = str | int | float | None
Rows = Sequence[Sequence[Cell]]

ERROR = "#N/A"
"""A cell that says so is an error, and no text."""

_SECTOR = 512
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


# ------------------------------------------------------------------- .xls
def xls(
    *sheets: Rows,
    hidden_rows: Sequence[int] = (),
    hidden_sheets: Sequence[int] = (),
    size: tuple[int, int] | None = None,
    at: tuple[int, int] = (0, 0),
    more: bytes = b"",
) -> bytes:
    """`hidden_rows` are positions from 0, in each sheet; `size` is what a sheet says of itself, rows and columns; `at`
    where its first cell stands; `more` are records of the workbook itself.
    """
    texts: dict[str, int] = {}
    bodies = [_sheet(rows, texts, hidden_rows, size, at) for rows in sheets]
    names = [f"Sheet{n}".encode() for n in range(len(sheets))]
    length = len(_globals(names, [0] * len(names), hidden_sheets, texts, more))
    offsets = [length + sum(map(len, bodies[:n])) for n in range(len(bodies))]
    return ole({"Workbook": _globals(names, offsets, hidden_sheets, texts, more) + b"".join(bodies)})


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _globals(
    names: list[bytes], offsets: list[int], hidden: Sequence[int], texts: dict[str, int], more: bytes
) -> bytes:
    sheets = [
        record(0x0085, struct.pack("<IBBBB", offset, n in hidden, 0, len(name), 0) + name)
        for n, (name, offset) in enumerate(zip(names, offsets, strict=True))
    ]
    return _begin(5) + more + b"".join(sheets) + _strings(texts) + record(0x000A, b"")


def _begin(kind: int) -> bytes:
    return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0))


def _strings(texts: dict[str, int]) -> bytes:
    """Long ones go on in further records, in another width there."""
    data, records = struct.pack("<II", len(texts), len(texts)), []
    for text in texts:
        data += struct.pack("<HB", len(text), 1)
        letters = text.encode("utf-16-le")
        while len(data) + len(letters) > 8000:
            room = (8000 - len(data)) // 2 * 2
            records.append(data + letters[:room])
            data, letters = b"\1", letters[room:]
        data += letters
    kinds = [0x00FC, *[0x003C] * len(records)]
    return b"".join(record(kind, part) for kind, part in zip(kinds, [*records, data], strict=True))


def _sheet(
    rows: Rows, texts: dict[str, int], hidden: Sequence[int], size: tuple[int, int] | None, at: tuple[int, int]
) -> bytes:
    down, right = at
    height, width = size or (down + len(rows), right + max(map(len, rows), default=0))
    parts = [_begin(0x10), record(0x0200, struct.pack("<IIHHH", 0, height, 0, width, 0))]
    parts += [record(0x0208, struct.pack("<HHHHHHHH", n, 0, width, 255, 0, 0, 0x20, 0)) for n in hidden]
    parts += [
        _cell(n + down, m + right, value, texts)
        for n, row in enumerate(rows)
        for m, value in enumerate(row)
        if value is not None
    ]
    return b"".join((*parts, record(0x000A, b"")))


def _cell(row: int, column: int, value: str | float, texts: dict[str, int]) -> bytes:
    where = struct.pack("<HHH", row, column, 0)
    if value == ERROR:
        return record(0x0205, where + struct.pack("<BB", 0x2A, 1))
    if isinstance(value, str):
        return record(0x00FD, where + struct.pack("<I", texts.setdefault(value, len(texts))))
    return record(0x0203, where + struct.pack("<d", value))


def ole(streams: dict[str, bytes]) -> bytes:
    """A file system with these streams, each of them made long enough to stand in sectors of its own."""
    table: list[int] = []
    sectors = b""
    entries = _entry("Root Entry", 5, _END, 0)
    for name, data in streams.items():
        whole = data.ljust(max(4096, -(-len(data) // _SECTOR) * _SECTOR), b"\0")
        entries += _entry(name, 2, len(table), len(whole))
        sectors += whole
        table += [*range(len(table) + 1, len(table) + len(whole) // _SECTOR), _END]
    directory = len(table)
    table.append(_END)
    sectors += entries.ljust(_SECTOR, b"\0")
    first = len(table)
    count = next(n for n in range(1, 100) if n * 128 >= first + n)
    table += [_TABLE] * count
    sectors += b"".join(struct.pack("<I", n) for n in table).ljust(count * _SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIIII", count, directory, 0, 4096, _END, 0, _END, 0)
    return header + struct.pack("<109I", *range(first, first + count), *[_FREE] * (109 - count)) + sectors


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    letters = name.encode("utf-16-le") + b"\0\0"
    child = 1 if kind == 5 else _FREE
    links = struct.pack("<III", _FREE, _FREE, child)
    return (
        letters.ljust(64, b"\0")
        + struct.pack("<HBB", len(letters), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<II", start, size)
        + bytes(4)
    )


# ------------------------------------------------------------------- .ods
_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style", "manifest")
)


def ods(*tables: str, hidden_tables: Sequence[int] = (), head: str = "") -> bytes:
    """`tables` are rows as XML: see `ods_row`."""
    shown = ["off" if n in hidden_tables else "on" for n in range(len(tables))]
    inside = "".join(
        f'<table:table table:name="T{n}" table:style-name="{style}">{rows}</table:table>'
        for n, (rows, style) in enumerate(zip(tables, shown, strict=True))
    )
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table"><style:table-properties table:display="{is_shown}"/>'
        "</style:style>"
        for name, is_shown in (("on", "true"), ("off", "false"))
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"{head}<office:document-content {_NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:spreadsheet>{inside}</office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", f"<manifest:manifest {_NAMES}/>")
    return file.getvalue()


def ods_row(*cells: Cell, **attributes: str) -> str:
    """`attributes` of the row, such as `number_rows_repeated`."""
    return f"<table:table-row{_attributes(attributes)}>{''.join(map(ods_cell, cells))}</table:table-row>"


def ods_cell(value: Cell, **attributes: str) -> str:
    said = _attributes(attributes)
    if value is None:
        return f"<table:table-cell{said}/>"
    if value == ERROR:
        kind = 'office:value-type="string" office:string-value="" calcext:value-type="error" xmlns:calcext="urn:x"'
        return f'<table:table-cell{said} table:formula="of:=NA()" {kind}><text:p>{ERROR}</text:p></table:table-cell>'
    if isinstance(value, str):
        return f'<table:table-cell{said} office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
    return f'<table:table-cell{said} office:value-type="float" office:value="{value}"/>'


def _attributes(attributes: dict[str, str]) -> str:
    return "".join(f" table:{name.replace('_', '-')}={quoteattr(value)}" for name, value in attributes.items())
