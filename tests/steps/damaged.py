"""Files that are damaged in the middle."""

from io import BytesIO
from zipfile import ZipFile


def damaged_after(workbook: bytes, rows: int) -> bytes:
    """The same workbook, whose sheet ends in the middle of a row."""
    after = BytesIO()
    with ZipFile(BytesIO(workbook)) as old, ZipFile(after, "w") as new:
        for part in old.namelist():
            text = old.read(part)
            if part == "xl/worksheets/sheet1.xml":
                text = text[: text.index(b'<row r="%d"' % (rows + 2)) + 40]
            new.writestr(part, text)
    return after.getvalue()
