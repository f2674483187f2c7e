"""Writes the files of this folder: `PYTHONPATH=layers/common:. python -m tests.spreadsheets.make`.

All but LibreOffice's come out the same each time. With `--libreoffice` a LibreOffice that is installed saves those anew
(7.4 saved the ones that are here).
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.spreadsheets import broken, ten_families
from tests.spreadsheets.workbooks import openpyxl

HERE = Path(__file__).parent
TEN_FAMILIES, BROKEN = HERE / "ten-families", HERE / "broken"

# What its dialogue asks when it saves a CSV file: delimiter, quotes, encoding (76 UTF-8, 65535 UTF-16, 1 Windows-1252),
# and whether all texts get quotes.
_LIBREOFFICE = {
    "libreoffice-utf8-comma.csv": "44,34,76,1,,0,false,true,false",
    "libreoffice-utf8-semicolon.csv": "59,34,76,1,,0,false,true,false",
    "libreoffice-utf8-tab.csv": "9,34,76,1,,0,false,true,false",
    "libreoffice-utf8-bar.csv": "124,34,76,1,,0,false,true,false",
    "libreoffice-all-quoted-utf8-comma.csv": "44,34,76,1,,0,true,true,false",
    "libreoffice-windows1252-semicolon.csv": "59,34,1,1,,0,false,true,false",
    "libreoffice-utf16le-tab.csv": "9,34,65535,1,,0,false,true,false",
}


def main() -> None:
    for folder, files in (
        (TEN_FAMILIES, ten_families.text_files() | ten_families.workbooks()),
        (BROKEN, broken.small_files()),
    ):
        folder.mkdir(exist_ok=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
    if "--libreoffice" in sys.argv:
        _save_with_libreoffice()


def _save_with_libreoffice() -> None:
    with TemporaryDirectory() as scratch:
        table = Path(scratch) / "table.xlsx"
        table.write_bytes(ten_families.workbooks()["openpyxl-workbook.xlsx"])
        for name, options in _LIBREOFFICE.items():
            _convert(table, f"csv:Text - txt - csv (StarCalc):{options}").rename(TEN_FAMILIES / name)
        document = _convert(table, "ods")
        _convert(document, "xlsx").rename(TEN_FAMILIES / "libreoffice-workbook.xlsx")
        table.write_bytes(openpyxl(broken.ROWS))
        for ending in ("xls", "ods", "pdf"):
            _convert(table, ending).rename(BROKEN / f"students.{ending}")


def _convert(document: Path, to: str) -> Path:
    into = document.parent / "converted"
    subprocess.run(["soffice", "--headless", "--convert-to", to, "--outdir", into, document], check=True)
    return into / f"{document.stem}.{to.partition(':')[0]}"


if __name__ == "__main__":
    main()
