"""The rules of cells, and the sentences for whoever typed them."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.domain.imports.spreadsheet import NamedParent, open_sheet
from homeroom.domain.imports.spreadsheet.parsed_row import SheetRow
from tests.factories import TODAY
from tests.steps.english import english
from tests.steps.spreadsheet_files import USUAL, one_row, placement_of, problem_of, problems_of, rows_of


def test_a_row_places_a_student_and_names_a_parent() -> None:
    placement = placement_of(one_row())
    assert placement._asdict() == {
        "year": "2026-2027",
        "class_code": "3-A",
        "grade": "3",
        "student_id": "00123",  # leading zeros and all
        "first_name": "Noé",
        "last_name": "García",
        "parents": (NamedParent("a@x.org", "Ana", "García"),),
        "relationship": "mother",
        "language": "es",
        "not_invited": None,
        "no_contact": (),
    }
    assert placement.name == "Noé García"
    assert placement.parents[0].name == "Ana García"


def test_without_an_address_the_student_is_placed_and_nobody_is_invited() -> None:
    assert placement_of(one_row(parent_email=" ")).parents == ()


def test_a_row_may_name_two_parents() -> None:
    parents = placement_of(one_row(parent2_email="b@x.org", parent2_first_name="Luis")).parents
    assert [p.email for p in parents] == ["a@x.org", "b@x.org"]
    assert parents[1].name == "Luis"


def test_a_row_may_name_only_the_second_parent() -> None:
    parents = placement_of(one_row(parent_email="", parent2_email="b@x.org")).parents
    assert [p.email for p in parents] == ["b@x.org"]


def test_two_parents_with_one_mailbox_get_one_mail_that_knows_both() -> None:
    parents = placement_of(one_row(parent2_email="A@X.org", parent2_first_name="Luis")).parents
    assert parents == (NamedParent("a@x.org", "Ana", "García", ("Luis", "")),)


def test_one_parent_who_is_named_twice_is_one() -> None:
    again = {"parent2_email": "a@x.org", "parent2_first_name": "ANA", "parent2_last_name": "Garcia"}
    assert placement_of(one_row(**again)).parents == (NamedParent("a@x.org", "Ana", "García"),)
    only_second = placement_of(one_row(**again, parent_first_name="", parent_last_name="")).parents
    assert only_second == (NamedParent("a@x.org", "ANA", "Garcia"),)
    no_name = placement_of(one_row(parent2_email="a@x.org")).parents
    assert no_name == (NamedParent("a@x.org", "Ana", "García"),)


def test_case_does_not_make_another_parent() -> None:
    (one,) = placement_of(one_row(parent_email="Ana@X.org")).parents
    assert one.email == "Ana@X.org"
    assert one.key == "ana@x.org"


@pytest.mark.parametrize(
    ("column", "typed", "sentence"),
    [
        ("student_first_name", "", "A name is needed here"),
        ("student_last_name", " \u200b ", "A name is needed here"),
        ("student_last_name", "-", "A name is needed here"),
        ("student_last_name", "?", "A name needs at least one letter"),
        ("student_last_name", "x" * 101, "too long. Use at most 100"),
        ("student_last_name", "a\nb", "a line break"),
        ("parent_first_name", "a\tb", "a tab"),
        ("parent_first_name", "Win at evil.com", "a web address"),
        ("student_first_name", "https://evil.example/x", "a web address"),
        ("parent_last_name", "ana@example.org", "an email address"),
        ("parent_email", "ana.example.org", "it has no @"),
        ("parent2_email", "a@x.org; b@x.org", "more than one email address in this cell"),
        ("parent_email", "josé@x.org", "Letters such as é"),
        ("class_code", "", "A homeroom code is needed"),
        ("class_code", "3-Apr", "changed by Excel"),
        ("class_code", "Apr-03", "changed by Excel"),
        ("class_code", "03. Mrz", "changed by Excel"),
        ("class_code", "3-avr.", "changed by Excel"),
        ("class_code", "2026-04-03", "changed by Excel"),
        ("class_code", "4/3/2026", "changed by Excel"),
        ("class_code", "2026/04/03", "changed by Excel"),
        ("class_code", "1 day, 0:00:00", "changed by Excel"),
        ("grade", "2-Mar", "changed by Excel"),
        ("student_id", "1.23457E+11", "changed by Excel"),
        ("student_id", "1,23457E+11", "changed by Excel"),
        ("student_id", "#REF!", "changed by Excel"),
        ("student_id", "x" * 65, "too long"),
        ("year", "2026", "two years, such as 2026-2027"),
        ("year", "2026-2028", "is followed by 2027"),
        ("student_last_name", "Garc\ufffda", "cannot be read"),
        ("relationship", "x" * 41, "too long"),
        ("language", "e\x00n", "invisible character"),
    ],
)
def test_a_wrong_cell_gets_a_sentence_in_its_column(column: str, typed: str, sentence: str) -> None:
    where, message = problem_of(one_row(**{column: typed}))
    assert where == column
    assert sentence in message
    assert "!" not in message.replace("#REF!", "")


@pytest.mark.parametrize(
    "typed",
    [
        "O’Brien",
        "D'Arcy",
        "Ng",
        "de la Cruz",
        "Nguyễn",
        "Žižek",
        "山田",
        "علی\u200cرضا",
        "X Æ A-12",
        "Smith, Jr.",
        "<script>",
        "{{7*7}}",
        "=1+1",
        "+1",
        "@SUM(A1)",
    ],
)
def test_names_of_every_kind_are_kept_as_they_are(typed: str) -> None:
    assert placement_of(one_row(student_last_name=typed)).last_name == typed


@pytest.mark.parametrize("code", ["3-A", "K", "Pre-K 2", "3-May Li", "12.1", "R&D", "=1"])
def test_codes_of_every_kind_are_kept_as_they_are(code: str) -> None:
    assert placement_of(one_row(class_code=code)).class_code == code


@pytest.mark.parametrize("student_id", ["", "007", "S-12/34", "1E5X", "E11", "123456789012"])
def test_student_ids_are_kept_as_text(student_id: str) -> None:
    assert placement_of(one_row(student_id=student_id)).student_id == student_id


def test_all_wrong_cells_of_a_row_are_told() -> None:
    (row,) = rows_of(one_row(student_first_name="", parent_email="x", class_code="3-Apr"))
    assert {p.column for p in row.problems} == {"student_first_name", "parent_email", "class_code"}


def test_spaces_are_tidied_and_the_original_is_kept() -> None:
    (row,) = rows_of(one_row(student_first_name="  Ana \u00a0 María "))
    assert row.placement
    assert row.placement.first_name == "Ana María"
    assert "  Ana \u00a0 María " in row.cells


TEXTS = {
    "name": [
        "Ana",
        "O'Brien",
        "José",
        "Jose\u0301",
        "da Silva",
        "x" * 100,
        "x" * 101,
        "Ana\nMaria",
        "#REF!",
        "Ana ",
        "",
    ],
    "email": [
        "a@x.org",
        "",
        "A@X.org",
        "a@x.test",
        "a@x",
        f"{'a' * 57}@xy.org",
        "ü@x.org",
        "a@ü.org",
        "a@x.org ",
        "\n",
    ],
    "id": ["", "007", "S12", "1E5", "x" * 21 + "1", "1" * 41, " 7", "S-12/34"],
    "code": ["3-A", "3/A", "", "class_code", "3-Apr", "3-A\n"],
    "year": ["2026-2027", "2026/27", "", "2026", "year"],
}
KINDS = {"student_id": "id", "class_code": "code", "year": "year", "parent_email": "email", "parent2_email": "email"}
QUICK = open_sheet(BytesIO(one_row().encode()), default_year="", today=TODAY)._reader
CLOSE = open_sheet(BytesIO(one_row().encode()), default_year="", today=TODAY)._reader
CLOSE._is_plain = lambda _: None


def some_cells(column: str) -> st.SearchStrategy[str]:
    wanted = st.just(USUAL[column]) | st.sampled_from(TEXTS[KINDS.get(column, "name")])
    return wanted | st.text(max_size=9)


@given(st.tuples(*map(some_cells, USUAL)), st.integers(-1, 1))
def test_the_quick_look_at_a_row_agrees_with_the_close_one(cells: tuple[str, ...], more: int) -> None:
    row = [*cells, ""][: len(cells) + more]
    assert QUICK.read(2, [*row], "\n".join(row)) == CLOSE.read(2, [*row], "")


@pytest.mark.parametrize("cells", [{}, {"parent2_email": "b@x.org", "parent2_first_name": "Zoë"}, {"student_id": ""}])
def test_an_ordinary_row_is_read_at_one_look(cells: dict[str, str]) -> None:
    assert QUICK._is_plain("\n".join((USUAL | cells).values()))


@given(st.fixed_dictionaries({column: st.text(max_size=9) for column in USUAL}))
def test_a_row_has_problems_exactly_when_it_has_no_placement(cells: dict[str, str]) -> None:
    one_that_is_good = one_row().splitlines()[1]
    for row in rows_of(one_row(**cells) + one_that_is_good):
        assert isinstance(row, SheetRow)
        assert bool(row.problems) == (row.placement is None)
        assert all(sentence for _, sentence in problems_of(row))


@pytest.mark.parametrize("typed", ["7", "00417", "12/3", "2026-2027", "1 234"])
def test_a_number_is_no_name(typed: str) -> None:
    (row,) = rows_of(one_row(student_last_name=typed))
    assert [(p.column, english(p.message)) for p in row.problems] == [
        ("student_last_name", "A name needs at least one letter.")
    ]


def test_a_homeroom_of_two_grades_is_written_without_a_slash() -> None:
    assert placement_of(one_row(class_code="3/4 A")).class_code == "3-4 A"
    assert placement_of(one_row(class_code="3/A")).class_code == "3-A"
