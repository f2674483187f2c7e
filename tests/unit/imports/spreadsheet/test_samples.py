"""The samples show what their paper says."""

import io
import re
from pathlib import Path

import pytest

from homeroom.domain.imports.detected_file import FileFormat, FileKind
from homeroom.domain.imports.spreadsheet import FileProblem, HomeroomEntry, Leaver, Sheet, open_sheet
from homeroom.domain.imports.spreadsheet.codes import FileNotice
from tests.factories import TODAY
from tests.steps.english import english

SAMPLES = Path(__file__).parents[4] / "samples"
HOMEROOMS = {"3-A", "3-B", "4-A", "4-B", "5-A", "5-B"}


def sample(name: str) -> Sheet:
    return open_sheet(io.BytesIO((SAMPLES / name).read_bytes()), default_year="2026-2027", today=TODAY)


def test_new_families_are_25_students_with_25_addresses() -> None:
    placements = [row.placement for row in sample("new-families.csv").rows()]
    assert len(placements) == 25
    assert len({parent.key for p in placements if p for parent in p.parents}) == 25
    assert {p.class_code for p in placements if p} == HOMEROOMS


def test_siblings_share_an_address_and_some_rows_name_two_parents() -> None:
    parents = [row.placement.parents for row in sample("siblings-and-two-parents.csv").rows() if row.placement]
    assert [len(p) for p in parents] == [1, 1, 1, 2, 2, 2, 0, 1]
    assert len({p[0].key for p in parents[:3]}) == 1


def test_mistakes_are_found_where_they_are() -> None:
    rows = [row for row in sample("with-mistakes.csv").rows() if row.problems]
    wrong = {row.number: row.problems[0].column for row in rows}
    assert [row.number for row in rows if row.placement] == [4, 6, 10]
    assert wrong == {
        3: "student_first_name",
        4: "parent_email",
        6: "parent_email",
        7: "student_id",
        8: "class_code",
        10: "parent_email",
    }


def test_a_german_excel_is_understood() -> None:
    sheet = sample("excel-german.csv")
    assert (sheet.encoding, sheet.delimiter) == ("Windows-1252", ";")
    assert [row.placement.name for row in sheet.rows() if row.placement][3] == "Chloé Lefèvre"


def test_what_is_no_roster_is_refused() -> None:
    with pytest.raises(FileProblem) as refused:
        sample("not-a-roster.csv")
    assert "These columns are missing: class_code and student_last_name" in english(*refused.value.problems)


def test_addresses_of_samples_reach_nobody() -> None:
    for path in SAMPLES.glob("*.csv"):
        hosts = re.findall(rb"@([a-z.]+[a-z])", path.read_bytes().lower())
        assert set(hosts) <= {b"example.org", b"example.com", b"example.net"}


@pytest.mark.parametrize(
    ("name", "kind", "invited"),
    [
        ("clever-students.csv", FileFormat.CLEVER, [1, 1, 0, 1, 1]),
        ("powerschool-contacts.csv", FileFormat.POWERSCHOOL, [1, 1, 1, 0]),
        ("one-roster.zip", FileKind.ONE_ROSTER_1_1, [1, 2, 2]),
    ],
)
def test_files_of_other_systems_name_those_to_invite(
    name: str, kind: FileKind | FileFormat, invited: list[int]
) -> None:
    sheet = sample(name)
    assert kind in (sheet.format, sheet.kind)
    assert sorted(len(row.placement.parents) for row in sheet.rows() if row.placement) == sorted(invited)


def test_no_sample_has_leavers_or_words_that_are_not_known() -> None:
    for path in (*SAMPLES.glob("*.csv"), *SAMPLES.glob("*.zip")):
        if path.name == "not-a-roster.csv":
            continue
        sheet = sample(path.name)
        wrong = [row.number for row in sheet.rows() if isinstance(row.entry, Leaver) or row.problems]
        assert path.name == "with-mistakes.csv" or not wrong
        assert not [n for n in sheet.notices if n.is_(FileNotice.LEAVERS) or n.is_(FileNotice.UNKNOWN_STATUS)]


def test_homerooms_are_set_up_with_their_teachers() -> None:
    entries = [row.entry for row in sample("homerooms.csv").rows()]
    assert [(e.class_code, e.teacher) for e in entries if isinstance(e, HomeroomEntry)] == [
        ("3-A", "Rosa Rivera"),
        ("6-A", "Eva Lindqvist"),
        ("6-A", "Samuel Okafor"),
        ("6-B", "Hana Sato"),
    ]
