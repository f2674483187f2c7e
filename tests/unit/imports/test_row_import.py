"""What becomes of one import row."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.domain.imports.import_context import ImportContext
from homeroom.domain.imports.keyed_row import KeyedRow
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.row_codes import RowProblem
from homeroom.domain.imports.row_import import RowResult, place
from homeroom.domain.imports.spreadsheet import CellProblem, HomeroomEntry, NamedParent, SheetRow
from homeroom.domain.imports.spreadsheet.codes import NotInvited, WrongRow
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.change import Stored, WorkingSet
from homeroom.domain.kernel.email_address import EmailProblem
from homeroom.domain.kernel.message import message
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.student import Student, YearPlacement
from homeroom.domain.roster.student_identity import Namesakes, SchoolId
from tests.factories import NOW, YEAR, a_homeroom, a_row, a_student, homeroom_of
from tests.steps.english import english

CONTEXT = ImportContext(import_id="import-1", inviter="Lincoln School", now=NOW, link_days=30)


def known(*things: Stored) -> WorkingSet:
    return WorkingSet([a_homeroom("3-A"), a_homeroom("3-B"), *things])


def place_all(rows: list[KeyedRow], things: WorkingSet, import_id: str = "import-1") -> list[RowResult]:
    context = ImportContext(import_id=import_id, inviter="Lincoln School", now=NOW, link_days=30)
    context.places.note(row.row for row in rows)
    return [place(row, things, context) for row in rows]


def with_parents(*parents: NamedParent, number: int = 2) -> KeyedRow:
    row = a_row(number)
    assert row.row.placement
    return row._replace(row=row.row._replace(entry=row.row.placement._replace(parents=parents)))


def text_of(placed: RowResult) -> str:
    return english(*placed.outcome.messages)


def with_namesakes(*students: Student) -> list[Stored]:
    first = students[0]
    ids = tuple(s.id for s in students)
    return [*students, Namesakes(year=YEAR, name_key=first.name_key, student_ids=ids, version=1)]


def test_a_new_student_with_a_parent_is_placed_and_the_parent_invited() -> None:
    things = known()
    placed = place(a_row(parents=["maria@example.org"]), things, CONTEXT)
    assert placed.outcome.outcome is Outcome.INVITED
    [student] = things.all(Student)
    [invitation] = things.all(Invitation)
    assert student.placements == {YEAR: YearPlacement(homeroom="3-A", grade="3")}
    assert student.open_invitation_ids == (invitation.id,)
    assert placed.mails == ((invitation.id, 1),)


def test_a_new_student_without_a_parent_is_placed_only() -> None:
    placed = place(a_row(), known(), CONTEXT)
    assert placed.outcome.outcome is Outcome.PLACED_ONLY
    assert placed.mails == ()


def test_a_student_with_a_parent_contact_is_placed_and_nobody_invited() -> None:
    student = a_student(contact_ids=("contact-1",), homeroom="3-B", version=1)
    things = known(*with_namesakes(student))
    placed = place(a_row(parents=["maria@example.org"]), things, CONTEXT)
    assert placed.outcome.outcome is Outcome.PLACED_ONLY
    assert "nobody was invited" in text_of(placed)
    assert things.all(Invitation) == []


def test_a_student_whose_only_relation_is_over_has_the_other_parent_invited_and_not_that_one() -> None:
    student = a_student(inactive_contact_ids=("contact-1",), version=1).without_contact(["maria@example.org"])
    things = known(*with_namesakes(student))
    place(a_row(parents=["maria@example.org", "luis@example.org"]), things, CONTEXT)
    assert [invitation.email for invitation in things.all(Invitation)] == ["luis@example.org"]


def test_two_parents_at_one_address_are_two_readers_of_one_mail() -> None:
    ana, luis = NamedParent("home@example.org", "Ana", "García"), NamedParent("home@example.org", "Luis", "Ito")
    in_one_row = known()
    place_all([with_parents(ana._replace(also=("Luis", "Ito")))], in_one_row)
    in_two_rows = known()
    first, second = place_all([with_parents(ana), with_parents(luis, number=3)], in_two_rows)
    for things in (in_one_row, in_two_rows):
        [invitation] = things.all(Invitation)
        assert [reader.name for reader in invitation.readers] == ["Ana García", "Luis Ito"]
    assert (len(first.mails), second.mails) == (1, ())


def test_one_parent_on_two_rows_is_greeted_once() -> None:
    ana = NamedParent("home@example.org", "Ana", "García")
    for again in (ana._replace(first_name="ANA", last_name="Garcia"), NamedParent(ana.email, "", "")):
        things = known()
        place_all([with_parents(ana), with_parents(again, number=3)], things)
        assert [invitation.also for invitation in things.all(Invitation)] == [()]


def test_a_later_file_does_not_change_who_was_greeted() -> None:
    things = known()
    place_all([with_parents(NamedParent("home@example.org", "Ana", "García"))], things)
    place_all([with_parents(NamedParent("home@example.org", "Luis", "Ito"))], things, "import-2")
    assert [invitation.also for invitation in things.all(Invitation)] == [()]


def test_who_got_another_name_from_a_file_is_not_overwritten_by_a_row_with_the_former_one() -> None:
    student = replace(a_student("Anna"), first_name="Ana", contact_ids=("c1",), version=3)
    things = known(*with_namesakes(student))
    placed = place(a_row(first_name="Anna"), things, CONTEXT)
    assert placed.outcome.outcome is Outcome.FAILED
    assert "Anna García López is called Ana García López by now" in text_of(placed)
    assert things.all(Student) == [student]


def test_the_same_row_again_changes_nothing() -> None:
    things = known()
    place_all([a_row(parents=["maria@example.org"])], things)
    things.saved()
    [again] = place_all([a_row(parents=["MARIA@EXAMPLE.ORG"])], things, "import-2")
    assert again.outcome.outcome is Outcome.UNCHANGED
    assert again.mails == ()
    assert things.changes() == []


def test_a_row_that_repeats_another_names_it() -> None:
    first, second = place_all([a_row(2), a_row(3)], known())
    assert (first.outcome.outcome, second.outcome.outcome) == (Outcome.PLACED_ONLY, Outcome.UNCHANGED)
    assert "row 2" in text_of(second)


def test_a_changed_homeroom_is_a_move_and_no_mail() -> None:
    things = known()
    place_all([a_row(parents=["maria@example.org"])], things)
    things.saved()
    [moved] = place_all([a_row(class_code="3-b", parents=["maria@example.org"])], things, "import-2")
    assert moved.outcome.outcome is Outcome.PLACED_ONLY
    assert moved.mails == ()
    assert homeroom_of(things.all(Student)[0]) == "3-B"


def test_three_siblings_on_one_address_make_one_invitation_about_three() -> None:
    things = known()
    names = ("Noé", "Ana", "Li")
    placed = place_all([a_row(n, name, parents=["m@example.org"]) for n, name in enumerate(names, 2)], things)
    [invitation] = things.all(Invitation)
    assert len(invitation.student_ids) == 3
    assert {mail for p in placed for mail in p.mails} == {(invitation.id, 1)}


def test_a_new_sibling_in_a_later_file_asks_for_one_newer_mail() -> None:
    things = known()
    place_all([a_row(parents=["m@example.org"])], things)
    things.saved()
    [later] = place_all([a_row(3, "Ana", parents=["m@example.org"])], things, "import-2")
    [invitation] = things.all(Invitation)
    assert later.mails == ((invitation.id, 2),)


def test_two_parents_of_one_row_get_an_invitation_each() -> None:
    things = known()
    placed = place(a_row(parents=["a@example.org", "b@example.org"]), things, CONTEXT)
    assert {i.email for i in things.all(Invitation)} == {"a@example.org", "b@example.org"}
    assert len(placed.mails) == 2


def test_what_the_row_knows_of_the_first_parent_stands_in_their_invitation_only() -> None:
    things = known()
    place(a_row(parents=["a@example.org", "b@example.org"], relationship="Mother", language="es"), things, CONTEXT)
    stored = {i.email: (i.known.relationship, i.known.language) for i in things.all(Invitation)}
    assert stored == {"a@example.org": ("Mother", "es"), "b@example.org": ("", "")}


def test_an_unknown_homeroom_fails_the_row_and_names_near_ones() -> None:
    things = known()
    placed = place(a_row(class_code="3-C"), things, CONTEXT)
    assert placed.outcome.outcome is Outcome.FAILED
    assert "There is no homeroom 3-C" in text_of(placed)
    assert "3-A" in text_of(placed)
    assert things.changes() == []


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("36893", "this looks changed by a spreadsheet program, which takes 1-2 for a date"),
        ("37256", "changed by a spreadsheet program"),
        ("NA", "programs write this into empty cells"),
        ("Null", "programs write this into empty cells"),
    ],
)
def test_a_homeroom_that_a_program_made_up_is_never_set_up(code: str, sentence: str) -> None:
    things = known()
    placed = place(a_row(class_code=code), things, replace(CONTEXT, any_homerooms=True))
    assert placed.outcome.outcome is Outcome.FAILED
    assert sentence in text_of(placed)
    assert things.changes() == []


@pytest.mark.parametrize("code", ["36893", "NA", "Null"])
def test_a_homeroom_that_is_really_called_so_is_known(code: str) -> None:
    placed = place(a_row(class_code=code), known(a_homeroom(code)), CONTEXT)
    assert placed.outcome.outcome is Outcome.PLACED_ONLY


@pytest.mark.parametrize("code", ["36891", "37257", "101", "3689"])
def test_other_numbers_may_become_homerooms(code: str) -> None:
    placed = place(a_row(class_code=code), known(), replace(CONTEXT, any_homerooms=True))
    assert placed.outcome.outcome is Outcome.PLACED_ONLY


def test_a_wrong_homeroom_in_many_rows_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    codes: list[str] = []

    def near(code: str, *_: object, **__: object) -> list[str]:
        codes.append(code)
        return []

    monkeypatch.setattr("homeroom.domain.imports.matching.get_close_matches", near)
    place_all([a_row(n, f"Kid{n}", class_code="3-Q") for n in range(2, 50)], known())
    assert codes == ["3-Q"]


def test_a_new_site_gets_its_homerooms_from_the_file() -> None:
    things = WorkingSet([])
    context = ImportContext(import_id="i", inviter="", now=NOW, link_days=30, new_years=(YEAR,))
    place(a_row(class_code="K-1", grade="K"), things, context)
    assert [(h.code, h.grade) for h in things.all(Homeroom)] == [("K-1", "K")]


def test_a_school_id_with_another_name_is_a_conflict_and_nothing_is_overwritten() -> None:
    things = known()
    place_all([a_row(student_id="77")], things)
    things.saved()
    [conflict] = place_all([a_row(3, "Ana", "Weber", student_id="77")], things)
    assert conflict.outcome.outcome is Outcome.WAITING
    assert "is called Noé García López" in text_of(conflict)
    assert things.changes() == []


def test_two_students_of_one_name_are_never_guessed_between() -> None:
    twins = a_student(school_id="1", version=1), a_student(school_id="2", version=1)
    placed = place(a_row(), known(*with_namesakes(*twins)), CONTEXT)
    assert placed.outcome.outcome is Outcome.FAILED
    assert "student_id" in text_of(placed)


def test_a_student_placed_without_an_id_gets_it_later_and_stays_one_student() -> None:
    things = known()
    place_all([a_row()], things)
    things.saved()
    place_all([a_row(3, student_id="77")], things)
    assert [s.school_id for s in things.all(Student)] == ["77"]


def test_a_wrong_row_fails_with_its_sentence() -> None:
    no_at = message(EmailProblem.NO_AT)
    row = SheetRow(9, (), None, (CellProblem("parent_email", no_at), CellProblem(None, message(WrongRow.TOO_LONG))))
    placed = place(KeyedRow(row, ""), known(), CONTEXT)
    assert (placed.outcome.number, placed.outcome.outcome) == (9, Outcome.FAILED)
    assert placed.outcome.messages == (
        message(RowProblem.IN_COLUMN, column="parent_email", problem=no_at),
        message(WrongRow.TOO_LONG),
    )
    assert text_of(placed).startswith("parent_email: This is not an email address: it has no @. Type it like")


# ------------------------------------------------------------------- one name, two homerooms
IN_3A: dict[str, Any] = {"class_code": "3-A", "parents": ["p1@example.org"]}
IN_3B: dict[str, Any] = {"class_code": "3-B", "parents": ["p2@example.org"]}


@pytest.mark.parametrize(("first_id", "second_id"), [("", ""), ("1", ""), ("", "2"), ("1", "1")])
def test_two_rows_that_put_one_name_into_two_homerooms_never_mail_both_families(first_id: str, second_id: str) -> None:
    rows = [a_row(2, student_id=first_id, **IN_3A), a_row(3, student_id=second_id, **IN_3B)]
    things = known()
    for import_id in ("import-1", "import-2"):
        _, second = place_all(rows, things, import_id)
        assert second.outcome.outcome is Outcome.FAILED
        assert text_of(second).startswith("class_code: Row 2 puts Noé García López into 3-A. Correct one of")
        assert ("give both a student_id" in text_of(second)) is (first_id != second_id or not first_id)
        things.saved()
    assert [i.email for i in things.all(Invitation)] == ["p1@example.org"]
    assert [homeroom_of(s) for s in things.all(Student)] == ["3-A"]


def test_two_rows_of_one_name_with_two_ids_are_two_students() -> None:
    things = known()
    place_all([a_row(2, student_id="1", **IN_3A), a_row(3, student_id="2", **IN_3B)], things)
    assert [(homeroom_of(s), len(s.open_invitation_ids)) for s in things.all(Student)] == [("3-A", 1), ("3-B", 1)]


def test_two_rows_of_one_student_with_two_addresses_are_two_parents() -> None:
    things = known()
    place_all([a_row(2, **IN_3A), a_row(3, class_code="3–a", parents=["p2@example.org"])], things)
    [student] = things.all(Student)
    assert len(student.open_invitation_ids) == 2


def test_a_corrected_row_that_comes_alone_does_not_take_over_the_other_student() -> None:
    things = known()
    place_all([a_row(2, **IN_3A)], things)
    things.saved()
    [placed] = place_all([a_row(2, student_id="2", **IN_3B)], things, "import-2")
    assert text_of(placed).startswith("student_id: A student called Noé García López is in 3-A without")
    ids_for_both = [a_row(2, student_id="1", **IN_3A), a_row(3, student_id="2", **IN_3B)]
    assert [p.outcome.outcome for p in place_all(ids_for_both, things, "import-3")][1] is Outcome.INVITED
    assert sorted((s.school_id, homeroom_of(s)) for s in things.all(Student)) == [("1", "3-A"), ("2", "3-B")]


def test_the_places_that_are_noted_do_not_grow_with_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("homeroom.domain.imports.seen_placements.MOST", 1)
    rows = [a_row(2, **IN_3A), a_row(3, "Ana", **IN_3A), a_row(4, "Ana", **IN_3B), a_row(5, **IN_3B)]
    outcomes = [p.outcome.outcome for p in place_all(rows, known())]
    assert [outcome is Outcome.FAILED for outcome in outcomes] == [False, False, False, True]


ROWS = st.lists(
    st.builds(
        lambda first, last, code, school_id, parents: (first, last, code, school_id, parents),
        st.sampled_from(["Noé", "Ana", "Li", "Ben"]),
        st.sampled_from(["García", "Weber"]),
        st.sampled_from(["3-A", "3-B", "9-Z"]),
        st.sampled_from(["", "", "1", "2"]),
        st.lists(st.sampled_from(["a@example.org", "B@example.org", "b@example.org"]), max_size=2, unique=True),
    ),
    max_size=12,
)


@given(ROWS)
def test_a_second_run_of_any_file_asks_for_no_mail(
    typed: list[tuple[str, str, str, str, list[str]]],
) -> None:
    rows = [
        a_row(n, first, last, class_code=code, student_id=school_id, parents=parents)
        for n, (first, last, code, school_id, parents) in enumerate(typed, 2)
    ]
    things = known()
    first_run = place_all(rows, things)
    things.saved()
    second_run = place_all(rows, things, "import-2")
    assert len(first_run) == len(second_run) == len(rows)
    assert [mail for placed in second_run for mail in placed.mails] == []
    assert things.changes() == []


@given(ROWS)
def test_one_address_never_has_two_open_invitations(
    typed: list[tuple[str, str, str, str, list[str]]],
) -> None:
    things = known()
    place_all(
        [
            a_row(n, first, last, class_code=code, student_id=school_id, parents=parents)
            for n, (first, last, code, school_id, parents) in enumerate(typed, 2)
        ],
        things,
    )
    addresses = [i.email_key for i in things.all(Invitation) if i.is_open]
    assert len(addresses) == len(set(addresses))


# ------------------------------------------------------------------- rows that name no homeroom, or no name
def test_a_row_without_homeroom_invites_the_parents_of_a_student_who_has_one() -> None:
    things = known()
    place_all([a_row(student_id="77")], things)
    things.saved()
    [placed] = place_all([a_row(class_code="", student_id="77", parents=["ana@example.org"])], things, "import-2")
    assert placed.outcome.outcome is Outcome.INVITED
    assert [homeroom_of(s) for s in things.all(Student)] == ["3-A"]


def test_a_row_without_homeroom_about_somebody_new_fails_and_says_what_to_do() -> None:
    things = known()
    placed = place(a_row(class_code="", parents=["ana@example.org"]), things, CONTEXT)
    assert placed.outcome.outcome is Outcome.FAILED
    assert "Noé García López is in no homeroom of 2026-2027 yet, and this file names none." in text_of(placed)
    assert things.changes() == []


def test_last_years_homeroom_is_none_for_a_row_without_homeroom() -> None:
    things = known(a_homeroom("3-A", year="2025-2026"))
    place_all([a_row(year="2025-2026", student_id="77")], things)
    things.saved()
    [placed] = place_all([a_row(class_code="", student_id="77")], things, "import-2")
    assert placed.outcome.outcome is Outcome.FAILED


def test_a_student_is_known_by_the_school_id_alone() -> None:
    things = known()
    place_all([a_row(student_id="77")], things)
    things.saved()
    nameless = a_row(first_name="", last_name="", class_code="", student_id="77", parents=["ana@example.org"])
    [placed] = place_all([nameless], things, "import-2")
    assert (placed.outcome.outcome, placed.outcome.student) == (Outcome.INVITED, "García López, Noé")


def test_a_school_id_that_nobody_has_is_told_in_its_column() -> None:
    placed = place(a_row(first_name="", last_name="", class_code="", student_id="78"), known(), CONTEXT)
    assert text_of(placed).startswith("student_id: No student of 2026-2027 has the ID 78 yet.")


def test_a_school_id_that_was_issued_later_leads_to_the_student_from_then_on() -> None:
    things = known()
    for school_id in ("", "A-77"):
        place_all([a_row(student_id=school_id)], things, f"import-{school_id}")
        things.saved()
    assert [(s.school_id, s.student_id) for s in things.all(SchoolId)] == [("A-77", things.all(Student)[0].id)]
    [conflict] = place_all([a_row(3, "Ana", "Weber", student_id="a-77")], things, "import-3")
    assert "is called Noé García López" in text_of(conflict)
    nameless = a_row(first_name="", last_name="", class_code="", student_id="A-77")
    assert place(nameless, things, CONTEXT).outcome.outcome is Outcome.UNCHANGED


def test_a_contact_who_is_not_to_be_invited_is_skipped_and_the_row_says_why() -> None:
    things = known()
    place_all([a_row(student_id="77")], things)
    things.saved()
    doctor = message(NotInvited.RELATIONSHIP, kind="Doctor")
    [placed] = place_all([a_row(student_id="77", not_invited=doctor)], things, "import-2")
    assert (placed.outcome.outcome, placed.outcome.messages) == (Outcome.SKIPPED, (doctor,))


def test_a_contact_without_an_address_is_told_so() -> None:
    things = known()
    place_all([a_row(student_id="77")], things)
    things.saved()
    [placed] = place_all([a_row(class_code="", student_id="77")], things, "import-2")
    assert text_of(placed) == "This row has no parent's email address."


# ------------------------------------------------------------------- homerooms
def a_homeroom_row(code: str = "4-A", grade: str = "4", room: str = "Room 7", teacher: str = "Rosa Rivera") -> KeyedRow:
    return KeyedRow(SheetRow(2, (), HomeroomEntry(YEAR, code, grade, room, teacher)), "")


def homerooms_of(things: WorkingSet, code: str) -> list[Homeroom]:
    return [h for h in things.all(Homeroom) if h.code == code]


def test_a_file_of_homerooms_sets_them_up() -> None:
    things = WorkingSet([])
    placed = place(a_homeroom_row(), things, CONTEXT)
    assert (placed.outcome.outcome, text_of(placed)) == (Outcome.PLACED_ONLY, "Homeroom 4-A was set up.")
    [homeroom] = things.all(Homeroom)
    assert (homeroom.grade, homeroom.room, homeroom.teachers) == ("4", "Room 7", ("Rosa Rivera",))


def test_a_homeroom_on_several_rows_has_several_teachers() -> None:
    things = WorkingSet([])
    place_all([a_homeroom_row(), a_homeroom_row(teacher="Ken Ito"), a_homeroom_row(code="4–a")], things)
    assert [h.teachers for h in things.all(Homeroom)] == [("Rosa Rivera", "Ken Ito")]


def test_the_same_homerooms_again_are_unchanged_and_other_teachers_take_the_place_of_the_former() -> None:
    things = WorkingSet([])
    both = [a_homeroom_row(), a_homeroom_row(teacher="Ken Ito")]
    place_all(both, things)
    things.saved()
    again = place_all(both, things, "import-2")
    assert [p.outcome.outcome for p in again] == [Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert things.all(Homeroom)[0].teachers == ("Rosa Rivera", "Ken Ito")
    things.saved()
    new = place_all([a_homeroom_row(), a_homeroom_row(teacher="Eva Braun")], things, "import-3")
    assert [p.outcome.outcome for p in new] == [Outcome.UNCHANGED, Outcome.PLACED_ONLY]
    assert things.all(Homeroom)[0].teachers == ("Rosa Rivera", "Eva Braun")


def test_what_a_row_leaves_empty_stays_as_it_was() -> None:
    things = known()
    placed = place(a_homeroom_row("3-A", grade="", room="Room 9", teacher=""), things, CONTEXT)
    assert text_of(placed) == "Homeroom 3-A was changed: room Room 9."
    [homeroom] = homerooms_of(things, "3-A")
    assert (homeroom.grade, homeroom.room) == ("3", "Room 9")
