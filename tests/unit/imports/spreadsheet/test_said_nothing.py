"""Words that programs write into empty cells, and the people who are called so."""

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from homeroom.domain.imports.spreadsheet import Placement
from homeroom.domain.imports.spreadsheet.cell_repairs import CellRepairs, Repaired
from homeroom.domain.imports.spreadsheet.said_nothing import says_nothing
from tests.steps.roster_zips import MOTHER, STUDENT, one_roster, placements_of
from tests.steps.spreadsheet_files import (
    ALL,
    USUAL,
    notices_of,
    one_row,
    placement_of,
    problem_of,
    rows_of,
    sheet_of,
    table,
)

SAMPLES = Path(__file__).parents[4] / "samples"
WORDS = [
    *("NULL", "null", "(null)", "<NULL>", "[null]", "nan", "NaN", "<NA>", "N/A", "n/a", "#N/A", "#N/D", "#NV"),
    *("none", "None", "NONE", "(none)", "nil", "undefined", "-", "--", "—", " null ", r"\N"),
]
NAMES = ["Null", "Na", "Nan", "Nil"]
NUMBERED = [f"3-A,Kid{n:03},Mei,family{n}@example.org" for n in range(600)]


@pytest.mark.parametrize("word", [*WORDS, "NA"])
@pytest.mark.parametrize(
    "column",
    ["year", "grade", "student_id", "parent_email", "parent_first_name", "parent2_email", "relationship", "language"],
)
def test_a_cell_that_says_nothing_is_an_empty_one_and_a_notice_counts_it(column: str, word: str) -> None:
    sheet = sheet_of(one_row(**{column: word}))
    assert [row.placement for row in sheet.rows()] == [placement_of(one_row(**{column: ""}))]
    assert notices_of(sheet)[0] == f"One cell said “{word.strip()}”, and was taken as empty."


@pytest.mark.parametrize("word", [*WORDS, "0"])
@pytest.mark.parametrize("column", ["student_first_name", "student_last_name"])
def test_a_needed_name_that_says_nothing_is_missing(column: str, word: str) -> None:
    assert problem_of(one_row(**{column: word})) == (column, "A name is needed here.")


@pytest.mark.parametrize("word", WORDS)
def test_a_needed_homeroom_that_says_nothing_is_missing(word: str) -> None:
    where, sentence = problem_of(one_row(class_code=word))
    assert (where, "needed here" in sentence) == ("class_code", True)


@pytest.mark.parametrize("typed", ["0", "0.0", "#REF!", "#VALUE!", "#NAME?", "#¡REF!", "#WERT!", "#DIV/0!"])
def test_a_zero_or_an_error_of_a_formula_is_no_address(typed: str) -> None:
    assert placement_of(one_row(parent_email=typed)).parents == ()


@pytest.mark.parametrize("typed", ["0", "#REF!", "#NOMBRE?"])
def test_a_zero_or_an_error_of_a_formula_is_no_name_of_a_parent(typed: str) -> None:
    assert placement_of(one_row(parent_first_name=typed)).parents[0].name == "García"


@pytest.mark.parametrize("typed", ["#REF!", "#WERT!"])
def test_an_id_or_a_needed_name_that_a_formula_lost_is_asked_for(typed: str) -> None:
    """Without the id, another student of this name might be meant."""
    assert "changed by Excel" in problem_of(one_row(student_id=typed))[1]
    assert "an error of a formula" in problem_of(one_row(student_last_name=typed))[1]


@pytest.mark.parametrize("name", NAMES)
def test_who_is_called_like_a_word_for_nothing_stays(name: str) -> None:
    sheet = sheet_of(one_row(student_last_name=name, parent_last_name=name))
    assert [(p.last_name, p.parents[0].name) for row in sheet.rows() if (p := row.placement)] == [(name, f"Ana {name}")]
    assert placement_of(one_row(student_first_name=name)).first_name == name
    assert not notices_of(sheet)


@pytest.mark.parametrize("other", ["", "NULL", "Null", "0", "-", "nan"])
def test_a_word_for_nothing_is_no_name_unless_the_other_half_is_one(other: str) -> None:
    (row,) = rows_of(one_row(student_last_name="Null", student_first_name=other))
    assert {p.column for p in row.problems} == {"student_last_name", "student_first_name"}


def test_a_notice_says_how_somebody_of_such_a_name_is_written() -> None:
    sheet = sheet_of(one_row(student_last_name="NA"))
    list(sheet.rows())
    assert "write it with one capital letter (Null, Na, Nan, Nil)" in notices_of(sheet)[1]


@pytest.mark.parametrize("code", ["NA", "Na", "Null"])
def test_a_homeroom_may_be_called_by_initials_or_a_teacher(code: str) -> None:
    assert placement_of(one_row(class_code=code)).class_code == code


@pytest.mark.parametrize(
    "typed", ["Nannette", "Nana", "Nonna", "N", "An", "Nilsson", "Nullmann", "Nada", "O’Nan", "Naná"]
)
def test_a_name_that_only_begins_like_one_of_the_words_stays(typed: str) -> None:
    sheet = sheet_of(one_row(student_last_name=typed, student_first_name=typed, parent_first_name=typed))
    assert [row.placement.last_name for row in sheet.rows() if row.placement] == [typed]
    assert not notices_of(sheet)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("nan nan", ""),
        ("None None", ""),
        ("NULL, NULL", ""),
        ("#N/A", ""),
        ("0 0", ""),
        ("Maria None", "Maria"),
        ("Lopez, NULL", "Lopez"),
        ("LE THI NA", "LE THI NA"),
        ("Nil Pujol", "Nil Pujol"),
        ("Null, Ana", "Ana Null"),
        ("Ana - Maria", "Ana - Maria"),
    ],
)
def test_a_full_name_loses_the_half_that_says_nothing(typed: str, name: str) -> None:
    header = "class_code,student_last_name,student_first_name,parent_email,parent_name"
    placement = placement_of(table(f'3-A,García,Noé,a@x.org,"{typed}"', header=header))
    assert placement.parents[0].name == name


@pytest.mark.parametrize("typed", ["NULL, Noé", "García, nan", "None", "García NULL"])
def test_a_students_full_name_without_a_half_is_asked_for(typed: str) -> None:
    rows = rows_of(table(f'3-A,"{typed}"', header="class_code,student_name"))
    assert [(row.entry, {p.column for p in row.problems}) for row in rows] == [(None, {"student_name"})]


@pytest.mark.parametrize("nobody", ["NULL", "0", "n/a"])
def test_contacts_without_an_id_do_not_share_their_addresses(nobody: str) -> None:
    header = "New Contact Identifier,First Name,Last Name,Email Address,studentNumber,Relationship Type"
    rows = rows_of(table(f"{nobody},Ana,Li,ana@x.org,1,Mother", f"{nobody},Eva,Ito,,2,Mother", header=header))
    assert [len(row.placement.parents) for row in rows if row.placement] == [1, 0]


def test_clevers_own_id_stands_in_for_a_number_that_says_nothing() -> None:
    header = "School_id,Student_id,Student_number,Last_name,First_name,Contact_type,Contact_email,class_code"
    placement = placement_of(table("1,c77,NULL,Li,Mei,NULL,n/a,3-A", header=header))
    assert (placement.student_id, placement.parents, placement.not_invited) == ("c77", (), None)


def test_the_tables_of_a_zip_go_by_the_same_rule() -> None:
    student = STUDENT | {"identifier": "NULL", "agentSourcedIds": "p1,0", "grades": "n/a"}
    sheet = sheet_of(one_roster(student, MOTHER | {"email": "#N/A"}))
    assert [(p.student_id, p.parents) for row in sheet.rows() if (p := row.placement)] == [("s1", ())]
    assert notices_of(sheet) == ["4 cells said “NULL”, “n/a”, and “0” or the like, and were taken as empty."]


def test_users_of_a_zip_who_have_no_parent_share_none() -> None:
    other = STUDENT | {"sourcedId": "s2", "givenName": "Mei", "agentSourcedIds": "NULL"}
    somebody = MOTHER | {"agentSourcedIds": "NULL"}
    placements = placements_of(one_roster(STUDENT | {"agentSourcedIds": "null"}, other, somebody))
    assert [p.parents for p in placements] == [(), ()]


def test_what_stands_in_a_column_that_is_ignored_is_not_counted() -> None:
    sheet = sheet_of(table("3-A,García,Noé,NULL", header="class_code,student_last_name,student_first_name,notes"))
    list(sheet.rows())
    assert [notice for notice in notices_of(sheet) if "taken as empty" in notice] == []


def test_the_cells_of_a_row_stay_as_in_the_file() -> None:
    """The results file is dropped in again."""
    (row,) = rows_of(table("3-A,García,Noé,NULL"))
    assert row.cells == ("3-A", "García", "Noé", "NULL")


@pytest.mark.parametrize("row", ["NA,NA,NA,NA", "---,---,---,---", "NULL,nan,(null),None"])
def test_a_row_that_says_nothing_in_each_cell_is_an_empty_one(row: str) -> None:
    """As R writes the empty lines of a workbook."""
    sheet = sheet_of(table(row, "3-A,García,Noé,ana@example.org", row))
    assert [row.number for row in sheet.rows()] == [3]
    assert notices_of(sheet) == []


@pytest.mark.parametrize("row", ["NA,,,", "NA,NA,NA,0", ",NA,NA,NA"])
def test_a_row_that_says_something_fails_and_is_not_left_out(row: str) -> None:
    assert [row.entry for row in rows_of(table(row))] == [None]


def test_the_count_is_that_of_all_rows() -> None:
    sheet = sheet_of(table(*(row.rpartition(",")[0] + ",NA" for row in NUMBERED)))
    list(sheet.rows())
    assert notices_of(sheet) == ["600 cells said “NA” or the like, and were taken as empty."]


@given(st.dictionaries(st.sampled_from(list(USUAL)), st.sampled_from([*WORDS, *NAMES, "NA", "0", "7.0", "Mei"])))
def test_a_row_that_was_repaired_needs_no_repair(cells: dict[str, str]) -> None:
    at = {name: (n,) for n, name in enumerate(ALL.split(","))}
    repaired = CellRepairs.of_columns(at, len(at), ("student_last_name", "student_first_name"), Repaired())
    once = repaired.repair([*(USUAL | cells).values(), ""])
    assert repaired.repair(list(once)) == once


@given(st.dictionaries(st.sampled_from(list(USUAL)), st.sampled_from([*WORDS, *NAMES, "NA", "0", "7.0", "Mei"])))
def test_a_row_is_read_as_the_one_that_was_repaired(cells: dict[str, str]) -> None:
    """Also where the whole row passes at one look."""
    at = {name: (n,) for n, name in enumerate(ALL.split(","))}
    repairs = CellRepairs.of_columns(at, len(at), ("student_last_name", "student_first_name"), Repaired())
    clean = repairs.repair([*(USUAL | cells).values(), ""])
    assume(any(clean) and not all(map(says_nothing, (USUAL | cells).values())))  # such a row is none
    (row,), (of_clean,) = rows_of(one_row(**cells)), rows_of(one_row(**dict(zip(USUAL, clean, strict=False))))
    assert (row.entry, row.problems) == (of_clean.entry, of_clean.problems)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.[cz][si][vp]")), ids=lambda path: path.name)
def test_no_sample_is_repaired(path: Path) -> None:
    if path.name == "not-a-roster.csv":  # refused as a whole
        return
    sheet = sheet_of(path.read_bytes())
    wrong = [p.message.id for row in sheet.rows() for p in row.problems]
    assert not [notice for notice in notices_of(sheet) if "taken as empty" in notice or "written as" in notice]
    assert bool(wrong) == (path.name == "with-mistakes.csv")


def test_a_clean_file_has_nothing_to_repair() -> None:
    sheet = sheet_of(table(*NUMBERED))
    rows = list(sheet.rows())
    assert all(isinstance(row.entry, Placement) for row in rows)
    assert (len(rows), notices_of(sheet)) == (600, [])
