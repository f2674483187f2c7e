"""However a school saves its table, the same families come out of it."""

from pathlib import Path

import pytest

from homeroom.domain.imports.detected_file import FileKind
from homeroom.domain.imports.spreadsheet import NamedParent, Placement, open_sheet
from homeroom.domain.imports.spreadsheet.codes import FileNotice
from homeroom.domain.kernel.message import message
from tests.factories import TODAY
from tests.spreadsheets import ten_families

HERE = Path(__file__).parent / "ten-families"
FILES = sorted(path.name for path in HERE.iterdir())

ENCODINGS = {"utf8": "UTF-8", "utf16le": "UTF-16", "utf16be": "UTF-16", "windows1252": "Windows-1252"}
ENCODINGS["macroman"] = "Mac Roman"
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}

YEAR = "2026-2027"
ANA = NamedParent("ana.lopez@example.org", "Ana", "López")
LUIS = NamedParent("luis.garcia@example.com", "Luis", "García")
DECLAN = NamedParent("declan.obrien@example.com", "Declan", "O'Brien")
MAEVE = NamedParent("maeve@example.net", "Maeve", "O’Brien")
SABINE = NamedParent("sabine.mueller@example.net", "Sabine", "Müller")
SAM = NamedParent("Sam.Smith@Example.com", "Sam", "Smith")
MARISOL = NamedParent("marisol.reyes@example.org", "Marisol", "Reyes")
METTE = NamedParent("mette+school@example.net", "Mette", "Sørensen")
OLE = NamedParent("ole@example.net", "Ole", "Sørensen")
RENEE = NamedParent("renee@example.com", "Renée", "D'Arcy")
THU = NamedParent("thu.nguyen@example.net", "Thu", "Nguyen")

EXPECTED = [
    (2, Placement(YEAR, "3-A", "3", "00417", "José", "García López", (ANA, LUIS), "mother", "es")),
    (3, Placement(YEAR, "5-B", "5", "00418", "Zoë", "García López", (ANA, LUIS), "mother", "es")),
    (4, Placement(YEAR, "3-A", "3", "00002", "Niamh", "O'Brien", (DECLAN,), "father", "en")),
    (5, Placement(YEAR, "4-B", "4", "10020", "Seán", "O’Brien", (MAEVE,), "mother", "en")),
    (6, Placement(YEAR, "3-B", "3", "10021", "Jürgen", "Müller", (SABINE,), "mother", "de")),
    (7, Placement(YEAR, "5-A", "5", "10022", "Käthe", "Müller", (SABINE,), "mother", "de")),
    (8, Placement(YEAR, "4-A", "4", "10023", "Bob", "Smith, Jr.", (SAM,), "father", "en")),
    (9, Placement(YEAR, "K", "K", "00007", "Maël", "Le Goff", (), "father", "fr")),
    (10, Placement(YEAR, "3-A", "3", "10024", "Camila", "Reyes", (MARISOL,), "mother", "es")),
    (11, Placement(YEAR, "4-B", "4", "10025", "Íñigo", "Reyes", (MARISOL,), "mother", "es")),
    (12, Placement(YEAR, "5-A", "5", "10026", "Valentina", "Reyes", (MARISOL,), "mother", "es")),
    (13, Placement(YEAR, "5-B", "5", "10027", "Åse", "Sørensen", (METTE, OLE), "mother", "da")),
    (14, Placement(YEAR, "4-A", "4", "10028", "François", "Weiß-D'Arcy", (RENEE,), "grandmother", "fr")),
    (15, Placement(YEAR, "3-B", "3", "", "Minh Anh", "Nguyen", (THU,), "mother", "vi")),
]


@pytest.mark.parametrize("name", FILES)
def test_the_same_families_give_one_result_however_they_were_saved(name: str) -> None:
    with (HERE / name).open("rb") as body:
        sheet = open_sheet(body, default_year="", today=TODAY)
        assert [(row.number, row.placement) for row in sheet.rows()] == EXPECTED
    encoding, delimiter, kind = format_of(name)
    assert (sheet.encoding, sheet.delimiter, sheet.kind) == (encoding, delimiter, kind)
    warned = [notice for notice in sheet.notices if notice.is_(FileNotice.ENCODING)]
    ignored = message(FileNotice.IGNORED_COLUMNS, count=1, columns=("notes",))
    assert [notice for notice in sheet.notices if notice not in warned] == [ignored]
    assert warned == [
        message(FileNotice.ENCODING, sample="García López", encoding=encoding)
        for doubtful in ("Windows-1252", "Mac Roman")
        if doubtful == encoding
    ]


def format_of(name: str) -> tuple[str, str, FileKind]:
    """Encoding, delimiter and kind, as the name of a file has it: program-encoding-delimiter."""
    *_, encoding, delimiter = name.partition(".")[0].split("-")
    if "workbook" in name:
        return "UTF-8", ",", FileKind.WORKBOOK
    return ENCODINGS[encoding], DELIMITERS[delimiter], FileKind.TEXT


@pytest.mark.parametrize(("name", "data"), ten_families.text_files().items())
def test_the_files_are_those_that_the_script_writes(name: str, data: bytes) -> None:
    """A file that was opened, looked at and saved would prove nothing any more."""
    assert (HERE / name).read_bytes() == data


def test_every_way_of_saving_is_there() -> None:
    formats = [format_of(name) for name in FILES]
    assert {encoding for encoding, _, _ in formats} == set(ENCODINGS.values())
    assert {delimiter for _, delimiter, _ in formats} == set(DELIMITERS.values())
    assert {name.partition("-")[0] for name in FILES} >= {"excel", "libreoffice", "numbers", "google", "openpyxl"}
