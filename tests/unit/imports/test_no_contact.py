"""Who must not be told of a student: a flag against contact beats every other row, and what was there before."""

from dataclasses import replace
from typing import Any

import pytest

from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.imports.import_context import ImportContext
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.no_contact import ForbiddenContacts
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.row_import import RowResult, place
from homeroom.domain.imports.spreadsheet import Doubt, NamedParent, Placement
from homeroom.domain.invitations.history_event import EventKind
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.kernel.change import Change, WorkingSet
from homeroom.domain.kernel.message import message
from homeroom.domain.roster.student import Student
from homeroom.use_cases.imports.check_file import check_file
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.imports.show_import import show_import
from tests.factories import NOW, a_contact, a_homeroom, a_row, a_student, an_invitation, details, with_answer
from tests.fakes import World
from tests.steps.english import english

ANA = "ana@example.org"
CONTEXT = ImportContext(import_id="import-1", inviter="Lincoln School", now=NOW, link_days=30)
ACCEPTED = replace(CONTEXT, accepted=frozenset({Doubt.NO_CONTACT_BUT_LINKED.value}))
FORBIDDEN = a_row(student_id="417", no_contact=(NamedParent(ANA, "", ""),))
LINKED = message(Doubt.NO_CONTACT_BUT_LINKED, contact="María García", student="Noé García López")
HEADER = "year,class_code,student_id,student_last_name,student_first_name,parent_email,No Contact\n"
ROW = f"2026-2027,3-A,417,García,Noé,{ANA}"


def forbidden(placement: Placement) -> ForbiddenContacts:
    noted = ForbiddenContacts()
    noted.note([FORBIDDEN.row._replace(entry=placement)])
    return noted


def placement(**more: Any) -> Placement:
    placed = FORBIDDEN.row.placement
    assert placed
    return placed._replace(**more)


def student(**more: Any) -> Student:
    return a_student(school_id="417", version=1, **more)


def placed_with(*things: Student | ParentContact | Invitation, context: ImportContext) -> tuple[RowResult, WorkingSet]:
    known = WorkingSet([a_homeroom("3-A"), *things])
    return place(FORBIDDEN, known, context), known


# ------------------------------------------------------------------- other rows of the file
def test_a_flag_counts_for_the_same_student_and_address_on_every_row() -> None:
    noted = forbidden(placement())
    assert noted.forbid(placement(no_contact=()), ANA)
    assert noted.forbid(placement(no_contact=(), student_id=""), ANA)  # by the name
    assert noted.forbid(placement(no_contact=(), first_name="", last_name=""), ANA)  # by the id
    assert not noted.forbid(placement(no_contact=()), "jon@example.org")
    assert not noted.forbid(placement(no_contact=(), student_id="418", first_name="Mia"), ANA)


def test_what_was_noted_may_be_stored_and_used_by_another_process() -> None:
    noted = forbidden(placement())
    assert ANA not in str(noted.digests)
    again = ForbiddenContacts(noted.digests)
    assert again.forbid(placement(no_contact=()), ANA)
    assert again.about(placement(no_contact=()))
    assert not again.about(placement(no_contact=(), student_id="418", first_name="Mia"))


def test_another_row_invites_nobody_at_a_forbidden_address() -> None:
    context = replace(CONTEXT, no_contact=forbidden(placement()))
    row = a_row(student_id="417", parents=[ANA.upper(), "jon@example.org"])
    known = WorkingSet([a_homeroom("3-A")])
    placed = place(row, known, context)
    assert placed.outcome.outcome is Outcome.INVITED
    assert [invitation.email for invitation in known.all(Invitation)] == ["jon@example.org"]
    assert "Another row of this file says that ANA@EXAMPLE.ORG must not be contacted" in english(
        *placed.outcome.messages
    )


# ------------------------------------------------------------------- who is asked already
def test_the_student_is_taken_out_of_an_open_invitation_at_that_address() -> None:
    noe, mia = student(open_invitation_ids=("a" * 24,)), a_student("Mia", "García López", version=1)
    placed, known = placed_with(noe, an_invitation(noe, mia, email=ANA), context=CONTEXT)
    [invitation] = known.all(Invitation)
    assert (invitation.state, invitation.student_ids) == (InvitationState.OPEN, (mia.id,))
    assert invitation.history[-1].kind is EventKind.FORBIDDEN
    [after] = known.all(Student)
    assert after.open_invitation_ids == ()
    assert placed.outcome.outcome is Outcome.PLACED_ONLY
    assert f"{ANA} is no longer asked about Noé García López." in english(*placed.outcome.messages)


def test_an_invitation_about_no_other_student_is_withdrawn() -> None:
    noe = student(open_invitation_ids=("a" * 24,))
    _, known = placed_with(noe, an_invitation(noe, email=ANA), context=CONTEXT)
    assert [i.state for i in known.all(Invitation)] == [InvitationState.WITHDRAWN]


def test_invitations_at_other_addresses_stay() -> None:
    noe = student(open_invitation_ids=("a" * 24,))
    _, known = placed_with(noe, an_invitation(noe), context=CONTEXT)
    assert [i.state for i in known.all(Invitation)] == [InvitationState.OPEN]


# ------------------------------------------------------------------- who is linked already
def test_whether_the_link_of_a_contact_ends_is_asked_first_and_nothing_ends_by_itself() -> None:
    noe = student(contact_ids=("contact-1",))
    placed, known = placed_with(noe, a_contact(noe, details=details(email=ANA)), context=CONTEXT)
    assert (placed.outcome.outcome, placed.outcome.messages) == (Outcome.WAITING, (LINKED,))
    assert known.changes() == []


def test_a_row_that_waits_shows_all_its_doubts_at_once() -> None:
    noe = student(first_name="Noel", contact_ids=("contact-1",))
    lost = message(Doubt.LOST_LETTER, text="No?")
    row = FORBIDDEN._replace(row=FORBIDDEN.row._replace(doubts=(lost,)), student_key=noe.id)
    known = WorkingSet([a_homeroom("3-A"), noe, a_contact(noe, details=details(email=ANA))])
    all_of_them = [Doubt.LOST_LETTER, Doubt.OTHER_NAME, Doubt.NO_CONTACT_BUT_LINKED]
    for count in range(3):
        accepted = frozenset(doubt.value for doubt in all_of_them[:count])
        waiting = place(row, known, replace(CONTEXT, accepted=accepted)).outcome
        assert [doubt.id for doubt in waiting.messages] == all_of_them[count:]


@pytest.mark.parametrize("how", ["contact_ids", "inactive_contact_ids"])
def test_an_accepted_doubt_ends_the_link_on_both_sides(how: str) -> None:
    """Also where the relation is over, or has not begun: it could be taken up again."""
    noe, mia = student(**{how: ("contact-1",)}), a_student("Mia", "García López", version=1)
    placed, known = placed_with(noe, a_contact(noe, mia, details=details(email=ANA)), context=ACCEPTED)
    assert placed.outcome.outcome is Outcome.PLACED_ONLY
    assert "María García is no longer linked to Noé García López." in english(*placed.outcome.messages)
    [contact] = known.all(ParentContact)
    assert list(contact.students) == [mia.id]
    [after] = known.all(Student)
    assert after.all_contact_ids == ()


def test_a_contact_is_known_by_the_address_of_the_invitation_that_was_answered() -> None:
    noe = student(contact_ids=("contact-1",), past_invitation_ids=("a" * 24,))
    answered = with_answer(an_invitation(noe, email=ANA), "contact-1", NOW)
    placed, _ = placed_with(noe, a_contact(noe, details=details(email="")), answered, context=CONTEXT)
    assert placed.outcome.outcome is Outcome.WAITING


def test_a_contact_with_another_address_is_not_asked_about() -> None:
    noe = student(contact_ids=("contact-1",))
    placed, _ = placed_with(noe, a_contact(noe, details=details(email="jon@example.org")), context=CONTEXT)
    assert placed.outcome.outcome is Outcome.UNCHANGED


# ------------------------------------------------------------------- whole files
def imported(world: World, rows: str) -> ImportRun:
    run = import_csv(world.files.put_upload("a.csv", (HEADER + rows).encode(), ""), world.services)
    assert run
    return run


def linked(world: World) -> None:
    """Ana has answered for Noé."""
    imported(world, f"{ROW},\n")
    [invitation], [noe] = world.store.all(Invitation), world.store.all(Student)
    contact = a_contact(noe, details=details(email=""))
    after = noe.linked_to(contact.id).without_open_invitation(invitation.id)
    world.store.save(
        Change.new(contact), Change(noe, after), Change(invitation, with_answer(invitation, contact.id, NOW))
    )


def test_an_import_and_its_check_read_who_is_linked() -> None:
    world = World()
    linked(world)
    row = f"{ROW},Yes\n"
    check = check_file(world.files.put_check("b.csv", (HEADER + row).encode(), ""), world.services)
    run = imported(world, row)
    assert check
    for one in (check, run):
        [waiting] = show_import(one.id, Outcome.WAITING, 0, world.services).rows
        assert [doubt.id for doubt in waiting.messages] == [Doubt.NO_CONTACT_BUT_LINKED]
    assert [noe.contact_ids for noe in world.store.all(Student)] == [("contact-1",)]


def test_a_flag_beats_the_rows_above_it() -> None:
    world = World()
    imported(world, f"{ROW},\n{ROW},x\n")
    assert world.store.all(Invitation) == []


def test_a_flag_of_a_row_that_fails_still_counts() -> None:
    world = World()
    run = imported(world, f"{ROW},\n{ROW.replace('3-A', '3-Apr')},x\n{ROW.replace('García', '')},x\n")
    assert run.counts == {"placed only": 1, "failed": 2}
    assert world.store.all(Invitation) == []


def test_a_flag_far_below_still_stops_what_was_asked() -> None:
    world = World()
    others = "".join(f"2026-2027,3-A,{n},Kim,Family {n},,\n" for n in range(1000, 1300))
    imported(world, f"{ROW},\n{others}{ROW},x\n")
    assert not [i for i in world.store.all(Invitation) if i.is_open]
    [noe] = [s for s in world.store.all(Student) if s.school_id == "417"]
    assert noe.open_invitation_ids == ()
