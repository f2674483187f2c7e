"""The roster that every writer writes: twelve students whose cells are what programs change."""

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path

Table = tuple[tuple[str, ...], ...]

NOTE = 'Allergic to nuts; "severe",\nsee the file'


def _table(lines: str) -> Table:
    return tuple(tuple(line.replace("NOTE", NOTE).split("|")) for line in lines.splitlines())


ROSTER = _table("""\
year|class_code|grade|student_id|student_last_name|student_first_name|birthday|parent_email|parent_first_name|\
parent_last_name|parent2_email|parent2_first_name|parent2_last_name|relationship|language|notes
2026-2027|3-A|3|00417|García López|José|2018-03-04|ana.lopez@example.org|Ana|López|luis@example.com|Luis|García|\
mother|es|
2026-2027|1-2|1|00418|García López|Zoë|2020-11-30|ana.lopez@example.org|Ana|López|luis@example.com|Luis|García|\
mother|es|NOTE
2026-2027|3-A|3|00002|O'Brien|Niamh|2018-07-08|declan@example.com|Declan|O’Brien||||father|en|3/4
2026-2027|1D|1|10020|Müller|Jürgen|2019-12-01|sabine@example.net|Sabine|Müller||||mother|de|2026-09-01
2026-2027|1-2|1|10021|Петренко|Оксана|2020-01-02|olena@example.org|Олена|Петренко||||mother|uk|
2026-2027|3-A|3|10022|山田|太郎|2018-05-05|hanako@example.net|花子|山田||||mother|ja|TRUE
2026-2027|1D|1||Nguyễn|Thị Hà|2019-10-10|thu@example.net|Thu|Nguyễn||||mother|vi|
2026-2027|3-A|3|20260000000001234|Smith, Jr.|Bob|2018-02-28|Sam.Smith@Example.com|Sam|Smith||||father|en|007
2026-2027|K|K|00007|Le Goff|Maël|2021-06-15||||||||fr|
2026-2027|1-2|1|10027|Sørensen|Åse|2020-02-29|mette+school@example.net|Mette|Sørensen|ole@example.net|Ole|Sørensen|\
mother|da|1E5
2026-2027|1D|1|10028|Weiß-D'Arcy|François|2019-09-09|renee@example.com|Renée|D'Arcy||||grandmother|fr|
2026-2027|3-A|3|12345678|Özdemir|İrem|2018-08-31|elif@example.org|Elif|Özdemir||||mother|tr|-
""")

_SHORT = "class_code|student_id|student_last_name|student_first_name|parent_email\n"
_THREE = ("García|José|ana.lopez@example.org", "Smith|Bob|sam@example.com", "Li|Mei|lan@example.net")


def _short(codes: Iterable[str], ids: Iterable[str]) -> Table:
    rows = zip(codes, ids, _THREE, strict=True)
    return _table(_SHORT + "".join(f"{code}|{id_}|{rest}\n" for code, id_, rest in rows))


ROSTERS = {
    "roster": ROSTER,
    # A program that gives each column one type changes what a mixed column hides.
    "hyphens": _short(("1-2", "2-1", "3-4"), ("417", "", "10020")),
    "hours": _short(("1D", "2D", "3D"), ("1D2", "2D3", "3E4")),
    "exponents": _short(("1E2", "2E1", "3E4"), ("12E5", "13E5", "14E5")),
    "digits": _short(("101", "102", "003"), ("20260000000001234", "20260000000001235", "20260000000001236")),
}
"""Name -> a table with its header."""


def table_of(path: Path) -> Table:
    """What was written into a file of this name: `WRITER-HOW-TABLE.csv`, or else the whole roster."""
    return next((table for name, table in ROSTERS.items() if path.stem.endswith(f"-{name}")), ROSTER)


def as_csv(table: Table) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written).writerows(table)
    return written.getvalue().encode()


def write_all(folder: Path) -> None:
    """Each as CSV (UTF-8), and the whole roster as JSON and as a CSV file with its columns in another order."""
    for name, table in ROSTERS.items():
        (folder / f"{name}.csv").write_bytes(as_csv(table))
    (folder / "roster.json").write_text(json.dumps(ROSTER), encoding="utf-8")
    turned = tuple(row[::-1] for row in ROSTER)
    (folder / "upper.csv").write_bytes(as_csv(ROSTER[:7]))
    (folder / "lower.csv").write_bytes(as_csv((turned[0], *turned[7:])))
