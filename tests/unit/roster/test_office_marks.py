"""What a Site Admin says against what files say: left and back, and protected."""

from collections.abc import Collection
from dataclasses import replace

import pytest

from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.history_event import EventKind
from homeroom.domain.invitations.invitation import InvitationState
from homeroom.domain.invitations.link_errors import LinkWithdrawn
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.mail.mail import Mail, MailState
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_edition import StudentChanged, protection_edition
from homeroom.domain.roster.student_identity import Namesakes
from homeroom.domain.site.site_settings import ParentsInvite, SiteSettings
from homeroom.use_cases.accounts.sessions import start_answering
from homeroom.use_cases.answers.answer import read_answer
from homeroom.use_cases.answers.begin_answer import begin_answer
from homeroom.use_cases.answers.open_link import Visitor
from homeroom.use_cases.families.directory import homeroom_directory
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.imports.show_import import show_import
from homeroom.use_cases.invitations.invite_parent import Invitee, invite_parent
from homeroom.use_cases.mail.send_invite import send_invite
from homeroom.use_cases.roster.find_students import homeroom_list, search_students
from homeroom.use_cases.roster.office_marks import mark_back, mark_left, protect, unprotect
from homeroom.use_cases.roster.show_student import show_student
from tests.factories import YEAR, a_contact, a_homeroom, a_parent_user, a_student, an_admin, by, by_admin, details
from tests.fakes import World
from tests.steps.english import english
from tests.steps.invited import MARIA, in_store, invited, newest_token, the_invitation

NOE, ANA = a_student("Noé"), a_student("Ana")
NEXT = "2027-2028"


def a_school(*students: Student) -> World:
    world = World()
    world.store.save(Change.new(a_homeroom(version=0)))
    for student in students:
        names = Namesakes(year=YEAR, name_key=student.name_key, student_ids=(student.id,))
        world.store.save(Change.new(names), *([] if student.open_invitation_ids else [Change.new(student)]))
    return world


def left(world: World, student: Student = NOE) -> None:
    mark_left(student.id, by_admin(), world.services)


def protected(world: World, reason: str = "Court order of May 3", student: Student = NOE) -> None:
    seen = protection_edition(in_store(world, student))
    protect(student.id, reason, seen, by_admin(), world.services)


def actions(world: World) -> Collection[AuditAction]:
    return [entry.action for entry in world.store.all(AuditEntry)]


def filed(world: World, row: str) -> tuple[Outcome, str]:
    body = f"year,class_code,student_last_name,student_first_name,parent_email\n{row}\n"
    run = import_csv(world.files.put_upload("a.csv", body.encode(), ""), world.services)
    assert run
    [shown] = show_import(run.id, None, 0, world.services).rows
    return shown.outcome, english(*shown.messages)


# ------------------------------------------------------------ left
def test_who_has_left_is_in_no_list_of_this_year_or_the_next_and_stays_in_the_years_before() -> None:
    student = replace(NOE, placements=dict.fromkeys(("2025-2026", YEAR, NEXT), NOE.placements[YEAR]))
    gone = student.left(YEAR)
    assert gone.years == ["2025-2026"]
    assert [gone.in_year(year) for year in ("2025-2026", YEAR, NEXT)] == [True, False, False]
    assert [gone.has_left(year) for year in ("2025-2026", YEAR, NEXT)] == [False, True, True]
    assert gone.placement_in(YEAR) is None
    assert gone.back() == student


def test_the_office_finds_no_longer_in_lists_who_has_left_and_can_bring_them_back() -> None:
    world, admin = a_school(NOE, ANA), an_admin()
    left(world)
    left(world)
    assert [s.id for s in homeroom_list("3-A", YEAR, admin, world.services).students] == [ANA.id]
    assert search_students("noe", YEAR, admin, world.services).students == []
    assert not show_student(NOE.id, admin, world.services).can_invite
    with pytest.raises(NotFound):
        invite_parent(NOE.id, Invitee(MARIA, ""), by_admin(), world.services)
    mark_back(NOE.id, by_admin(), world.services)
    assert in_store(world, NOE) == replace(NOE, version=3)
    assert sorted(actions(world)) == [AuditAction.STUDENT_BACK, AuditAction.STUDENT_LEFT]


def test_nobody_is_asked_any_more_about_who_has_left_and_siblings_are_still_asked_about() -> None:
    world = a_school()
    invited(world, NOE, ANA)
    left(world)
    invitation = the_invitation(world)
    assert (invitation.student_ids, invitation.state) == ((ANA.id,), InvitationState.OPEN)
    assert invitation.history[-1].kind is EventKind.ASKED_NO_LONGER
    assert in_store(world, NOE).open_invitation_ids == ()
    left(world, ANA)
    assert the_invitation(world).state is InvitationState.WITHDRAWN
    assert world.store.all(AddressLock) == []


def test_a_family_sees_as_little_of_the_class_as_anybody_once_the_only_child_has_left() -> None:
    contact = a_contact(NOE)
    world = a_school(NOE.linked_to(contact.id), ANA)
    world.store.save(Change.new(contact))
    parent = a_parent_user(contact)
    assert homeroom_directory("3-A", "", parent, world.services) is not None
    left(world)
    with pytest.raises(NotFound):
        homeroom_list("3-A", YEAR, parent, world.services)
    assert in_store(world, NOE).contact_ids == (contact.id,)


def test_a_later_file_that_still_names_them_is_skipped_until_they_are_back() -> None:
    world = a_school(NOE)
    left(world)
    row = f"{YEAR},3-A,García López,Noé,maria@example.org"
    outcome, why = filed(world, row)
    assert outcome is Outcome.SKIPPED
    assert "A Site Admin has marked Noé García López as left" in why
    assert in_store(world, NOE).open_invitation_ids == ()
    mark_back(NOE.id, by_admin(), world.services)
    assert filed(world, row)[0] is Outcome.INVITED


def test_a_mail_that_is_out_of_the_queue_only_after_they_left_is_not_sent() -> None:
    world = a_school(NOE)
    invite_parent(NOE.id, Invitee(MARIA, ""), by_admin(), world.services)
    left(world)
    [(invitation_id, number)] = world.queue.mails
    send_invite(invitation_id, number, world.services)
    assert world.mailer.sent == []
    [mail] = world.store.all(Mail)
    assert mail.state is MailState.NOT_NEEDED


# ------------------------------------------------------------ protected
def by_a_parent(world: World) -> None:
    """A classmate's parent has somebody invited about Noé."""
    contact = a_contact(ANA, id="c2", details=details("Li", email="li@example.org"))
    world.store.save(Change.new(contact), Change.new(SiteSettings(school_year=YEAR, parents_invite=ParentsInvite.YES)))
    user = a_parent_user(contact, email="li@example.org")
    invite_parent(NOE.id, Invitee(MARIA, ""), by(user), world.services)


def test_protected_and_its_reason_are_set_changed_and_cleared() -> None:
    world = a_school(NOE)
    protected(world)
    assert (in_store(world, NOE).protected, in_store(world, NOE).protected_reason) == (True, "Court order of May 3")
    assert not in_store(world, NOE).is_listed
    unprotect(NOE.id, by_admin(), world.services)
    unprotect(NOE.id, by_admin(), world.services)
    assert in_store(world, NOE) == replace(NOE, version=3)
    assert sorted(actions(world)) == [AuditAction.STUDENT_PROTECTED, AuditAction.STUDENT_UNPROTECTED]


def test_of_two_who_give_different_reasons_the_second_sees_the_first() -> None:
    world = a_school(NOE)
    protected(world)
    with pytest.raises(StudentChanged):
        protect(NOE.id, "Another", protection_edition(NOE), by_admin(), world.services)
    protect(NOE.id, "Court order of May 3", protection_edition(NOE), by_admin(), world.services)
    assert actions(world) == [AuditAction.STUDENT_PROTECTED]


def test_what_a_parent_has_begun_ends_also_while_its_mail_is_waiting_and_its_link_is_dead() -> None:
    world = a_school(NOE, ANA.linked_to("c2"))
    by_a_parent(world)
    [(invitation_id, number)] = world.queue.mails
    protected(world)
    send_invite(invitation_id, number, world.services)
    assert world.mailer.sent == []
    assert the_invitation(world).state is InvitationState.WITHDRAWN


def test_protected_while_a_parents_mail_is_out_its_link_says_nothing_of_the_child() -> None:
    world = a_school(NOE, ANA.linked_to("c2"))
    by_a_parent(world)
    send_invite(*world.queue.mails[0], world.services)
    begun = start_answering(the_invitation(world).id, world.services).token
    protected(world)
    with pytest.raises(LinkWithdrawn):
        begin_answer(newest_token(world), Visitor("192.0.2.1", ""), world.services)
    with pytest.raises(LinkWithdrawn):
        read_answer(begun, world.services)


def test_the_schools_own_invitation_goes_on() -> None:
    world = a_school()
    invited(world, NOE)
    protected(world)
    assert the_invitation(world).is_open
    assert in_store(world, NOE).open_invitation_ids == (the_invitation(world).id,)
