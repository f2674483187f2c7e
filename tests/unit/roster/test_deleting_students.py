"""A student is deleted: with everybody who is nobody's parent then, and with all that leads to them."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry
from homeroom.domain.families.parent_contact import FilledForm, ParentContact, Relation
from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.history_event import EventKind
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.invitations.link_errors import LinkWithdrawn
from homeroom.domain.invitations.parent_request import ParentRequest
from homeroom.domain.kernel.change import Change, Stored
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.mail.mail import Mail, MailState
from homeroom.domain.roster.merging import MergedStudent
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_edition import StudentChanged
from homeroom.domain.roster.student_identity import Namesakes, SchoolId
from homeroom.use_cases.accounts.sessions import find_user, start_answering, start_log_in
from homeroom.use_cases.answers.open_link import Visitor, open_link
from homeroom.use_cases.answers.register_parent import register_parent
from homeroom.use_cases.answers.save_contact import save_contact
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.invitations.invite_parent import Invitee, invite_parent
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.delete_student import delete_student, find_student_deletion
from tests.factories import NOW, YEAR, a_student, by_admin, details
from tests.fakes import World
from tests.steps.invited import MARIA, in_store, invited, send_all
from tests.steps.meanwhile import Meanwhile
from tests.steps.plug import Plug, PulledThePlug, crash_points, wired

LUIS, PASSWORD = "luis@example.org", "correct-horse-battery"
NOE, ANA = a_student("Noé", school_id="A-1"), a_student("Ana", school_id="A-2")
HEADER = "year,class_code,student_last_name,student_first_name,student_id,parent_email"
FILE = f"{HEADER}\n{YEAR},3-A,García López,Noé,A-1,{MARIA}\n"


def registered(world: World, *students: Student) -> str:
    """María has answered about them and set a password; the token of her log-in."""
    invited(world, *students)
    [invitation] = world.store.all(Invitation)
    token = start_answering(invitation.id, world.services).token
    form = FilledForm(details(), {student.id: Relation(relationship="Mother") for student in students})
    save_contact(token, form, world.services)
    register_parent(token, PASSWORD, "POST /answer/register", world.services)
    [user] = world.store.all(User)
    return start_log_in(user, world.services).token


def delete(world: World, services: Services | None = None) -> None:
    delete_student(NOE.id, str(in_store(world, NOE).version), by_admin(), services or world.services)


def assert_gone(world: World) -> None:
    assert world.store.one(Student, NOE.id) is None
    for kind in (Namesakes, SchoolId, MergedStudent):
        assert not [own for own in world.store.all(kind) if NOE.id in str(own)]
    for invitation in world.store.all(Invitation):
        assert NOE.id not in (*invitation.student_ids, *invitation.declined_ids)
    assert not [contact for contact in world.store.all(ParentContact) if NOE.id in contact.students]
    assert [e.action for e in world.store.all(AuditEntry)].count(AuditAction.STUDENT_DELETED) == 1


def test_a_parent_without_another_child_loses_contact_and_log_in() -> None:
    world = World()
    log_in = registered(world, NOE)
    deletion = find_student_deletion(NOE.id, world.services)
    assert (len(deletion.links), len(deletion.users_without_log_in)) == (1, 1)
    delete(world)
    assert_gone(world)
    assert (world.store.all(ParentContact), world.store.all(User), world.passwords.passwords) == ([], [], {})
    assert find_user(log_in, world.services) is None


def test_a_parent_with_another_child_keeps_contact_and_log_in() -> None:
    world = World()
    registered(world, NOE, ANA)
    assert find_student_deletion(NOE.id, world.services).users_without_log_in == []
    delete(world)
    assert_gone(world)
    [contact], [user] = world.store.all(ParentContact), world.store.all(User)
    assert (list(contact.students), user.contact_ids) == ([ANA.id], (contact.id,))
    assert world.passwords.passwords == {user.id: PASSWORD}
    assert in_store(world, ANA).contact_ids == (contact.id,)


def test_two_parents_at_one_address_are_one_log_in_less() -> None:
    world = World()
    registered(world, NOE)
    [contact], [user] = world.store.all(ParentContact), world.store.all(User)
    other = replace(contact, id="other", details=details("Luis"), version=0)
    student = in_store(world, NOE)
    world.store.save(
        Change.new(other), Change(user, user.also_read_by("other")), Change(student, student.linked_to("other"))
    )
    assert find_student_deletion(NOE.id, world.services).users_without_log_in == [in_store_user(world)]
    delete(world)
    assert (world.store.all(ParentContact), world.store.all(User)) == ([], [])


def in_store_user(world: World) -> User:
    [user] = world.store.all(User)
    return user


def test_an_invitation_ends_its_queued_mail_is_not_sent_and_its_link_is_over() -> None:
    world = World()
    token = invited(world, NOE)
    world.clock.wait(timedelta(hours=1))
    invite_parent(NOE.id, Invitee(MARIA, ""), by_admin(), world.services)
    delete(world)
    sent = len(world.mailer.sent)
    send_all(world)
    assert len(world.mailer.sent) == sent
    [invitation] = world.store.all(Invitation)
    assert (invitation.state, world.store.all(AddressLock)) == (InvitationState.WITHDRAWN, [])
    assert [e.by for e in invitation.history if e.kind is EventKind.STUDENT_DELETED] == ["Jordan Ellis"]
    assert [m.state for m in world.store.all(Mail) if m.send_number == 2] == [MailState.NOT_NEEDED]
    with pytest.raises(LinkWithdrawn):
        open_link(token, Visitor("192.0.2.1", ""), world.services)
    assert_gone(world)


def test_an_invitation_about_a_sibling_goes_on_about_the_sibling() -> None:
    world = World()
    token = invited(world, NOE, ANA)
    delete(world)
    [invitation] = world.store.all(Invitation)
    assert (invitation.state, invitation.student_ids) == (InvitationState.OPEN, (ANA.id,))
    assert [s.id for s in open_link(token, Visitor("192.0.2.1", ""), world.services).students] == [ANA.id]


def test_what_waits_for_a_site_admin_goes_and_so_do_all_ways_by_which_files_found_them() -> None:
    world = World()
    student = replace(NOE, merged_ids=("old",), former_names=("x|y",), former_school_ids=("b-1",))
    names = [Namesakes(year=YEAR, name_key=key, student_ids=(NOE.id, ANA.id)) for key in student.name_keys]
    ways: list[Stored] = [MergedStudent(id="old", into=NOE.id), SchoolId(school_id="B-1", student_id=NOE.id), *names]
    request = ParentRequest(
        id="r1",
        student_id="old",
        email=LUIS,
        parent_name="",
        contact_id="c",
        user_id="u",
        asked_by="Kim",
        asked_at=NOW,
    )
    things: list[Stored] = [student, *ways, request]
    world.store.save(*map(Change.new, things))
    delete(world)
    assert_gone(world)
    assert world.store.all(ParentRequest) == []
    assert [n.student_ids for n in world.store.all(Namesakes)] == [(ANA.id,), (ANA.id,)]


def test_a_later_file_brings_a_new_student_in_whose_parents_are_asked_as_any() -> None:
    world = World()
    import_csv(world.files.put_upload("a.csv", FILE.encode(), ""), world.services)
    [student] = world.store.all(Student)
    protected = replace(student, protected=True).without_contact([MARIA])
    world.store.save(Change(student, protected))
    delete_student(student.id, str(student.version + 1), by_admin(), world.services)
    import_csv(world.files.put_upload("b.csv", FILE.encode(), ""), world.services)
    [anew] = world.store.all(Student)
    assert (anew.protected, anew.no_contact, len(anew.open_invitation_ids)) == (False, (), 1)


def test_whoever_has_seen_an_older_state_is_told_and_pressed_twice_there_is_nobody_left() -> None:
    world = World()
    world.store.save(Change.new(NOE))
    student = in_store(world, NOE)
    world.store.save(Change(student, student.called("Noel", "García")))
    with pytest.raises(StudentChanged):
        delete_student(NOE.id, str(student.version), by_admin(), world.services)
    delete(world)
    with pytest.raises(NotFound):
        delete_student(NOE.id, str(student.version + 1), by_admin(), world.services)


def there() -> World:
    world = World()
    registered(world, NOE, ANA)
    world.clock.wait(timedelta(hours=1))
    student = in_store(world, NOE)
    world.store.save(Change(student, student.unlinked_from(student.contact_ids[0])))  # so that another may be invited
    invite_parent(NOE.id, Invitee(LUIS, ""), by_admin(), world.services)
    student, contact = in_store(world, NOE), world.store.all(ParentContact)[0]
    world.store.save(Change(student, student.linked_to(contact.id)))
    return world


def calls() -> int:
    plug = Plug()
    world = there()
    delete(world, wired(world.services, plug))
    return plug.calls


def test_pulled_at_any_point_the_same_press_does_what_is_left() -> None:
    for at, before in crash_points(calls()):
        world = there()
        with pytest.raises(PulledThePlug):
            delete(world, wired(world.services, Plug(at, before)))
        if world.store.one(Student, NOE.id):
            delete(world)
        assert_gone(world)
        assert len(world.store.all(ParentContact)) == 1


def test_whoever_is_invited_meanwhile_is_not_asked_about_a_student_who_is_gone() -> None:
    for at in range(2, calls() + 1):  # after the first one, by which they have been seen
        world = World()
        invited(world, NOE)
        delete(world, wired(world.services, Meanwhile(at, partial(invite_if_there, world))))
        assert all(NOE.id not in invitation.student_ids for invitation in world.store.all(Invitation))
        assert world.store.one(Student, NOE.id) is None


def invite_if_there(world: World) -> None:
    if world.store.one(Student, NOE.id):
        invite_parent(NOE.id, Invitee("rosa@example.org", ""), by_admin(), world.services)
