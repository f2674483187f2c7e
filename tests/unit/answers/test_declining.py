"""Not my child: what leaves with the students, and who is asked again afterwards."""

from dataclasses import replace

import pytest

from homeroom.domain.accounts.user import User
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.invitations.invite import SaidNotTheirChild
from homeroom.domain.invitations.link_errors import LinkCompleted, LinkDeclined, LinkWithdrawn
from homeroom.domain.kernel.change import Change, Conflict
from homeroom.domain.mail.mail import MailKind
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_identity import address_digest
from homeroom.domain.site.site_settings import ParentsInvite, SiteSettings
from homeroom.use_cases.accounts.sessions import start_answering
from homeroom.use_cases.answers.decline import decline_by_link, decline_in_form
from homeroom.use_cases.answers.open_link import Visitor, open_link
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.invitations.invite_parent import Invitee, invite_parent
from tests.factories import a_contact, a_parent_user, a_student, by, by_admin, with_answer
from tests.fakes import World
from tests.steps.english import english
from tests.steps.invited import MARIA, in_store, invited

VISITOR = Visitor("192.0.2.1", "")


def test_one_of_two_leaves_and_the_other_is_asked_about_in_the_same_invitation() -> None:
    world = World()
    noe, ana = a_student("Noé"), a_student("Ana")
    token = invited(world, noe, ana)
    decline_by_link(token, [noe.id], VISITOR, world.services)
    [invitation] = world.store.all(Invitation)
    assert (invitation.is_open, invitation.student_ids, invitation.declined_ids) == (True, (ana.id,), (noe.id,))
    assert in_store(world, noe).open_invitation_ids == ()
    assert in_store(world, ana).open_invitation_ids == (invitation.id,)
    assert world.store.all(AddressLock)
    assert [s.id for s in open_link(token, VISITOR, world.services).students] == [ana.id]


def test_a_link_names_no_student_of_whom_its_address_must_not_be_told() -> None:
    """A relation that is over, or two contacts that turned out to be one person's, say so of an open invitation too."""
    world = World()
    noe, ana = a_student("Noé"), a_student("Ana")
    token = invited(world, noe, ana)
    for left, student in (([ana.id], noe), ([], ana)):
        stored = in_store(world, student)
        world.store.save(Change(stored, stored.without_contact([MARIA])))
        if left:
            assert [s.id for s in open_link(token, VISITOR, world.services).students] == left
    with pytest.raises(LinkWithdrawn):
        open_link(token, VISITOR, world.services)


@pytest.mark.parametrize("in_form", [False, True], ids=["by the link", "in the form"])
def test_without_students_the_invitation_is_declined_and_its_address_free(in_form: bool) -> None:
    world = World()
    noe, ana = a_student("Noé"), a_student("Ana")
    token = invited(world, noe, ana)
    [invitation] = world.store.all(Invitation)
    if in_form:
        form = start_answering(invitation.id, world.services)
        decline_in_form(form.token, [noe.id, ana.id], world.services)
    else:
        decline_by_link(token, [noe.id, ana.id], VISITOR, world.services)
    [invitation] = world.store.all(Invitation)
    assert (invitation.state, invitation.declined_at) == (InvitationState.DECLINED, world.clock())
    assert world.store.all(AddressLock) == []
    assert all(s.open_invitation_ids == () for s in world.store.all(Student))
    with pytest.raises(LinkDeclined):
        open_link(token, VISITOR, world.services)


def test_a_student_keeps_no_address_of_who_may_be_a_stranger() -> None:
    world = World()
    noe = a_student("Noé")
    decline_by_link(invited(world, noe), [noe.id], VISITOR, world.services)
    assert "maria" not in str(in_store(world, noe).declined)


def test_somebody_elses_student_cannot_be_declined() -> None:
    world = World()
    noe, other = a_student("Noé"), a_student("Ana")
    token = invited(world, noe)
    world.store.save(Change.new(other))
    decline_by_link(token, [other.id], VISITOR, world.services)
    assert in_store(world, other).declined == {}
    assert world.store.all(Invitation)[0].is_open


def test_who_has_answered_has_nothing_to_decline() -> None:
    world = World()
    noe = a_student("Noé")
    token = invited(world, noe)
    [invitation] = world.store.all(Invitation)
    world.store.save(Change(invitation, with_answer(invitation, "c1", world.clock())))
    form = start_answering(invitation.id, world.services)
    with pytest.raises(LinkCompleted):
        decline_by_link(token, [noe.id], VISITOR, world.services)
    with pytest.raises(LinkCompleted):
        decline_in_form(form.token, [noe.id], world.services)


@pytest.mark.parametrize("answered", [False, True])
def test_what_another_parent_told_about_the_reader_goes_unless_they_have_answered(answered: bool) -> None:
    world = World()
    noe = a_student("Noé")
    token = invited(world, noe)
    contact = a_contact(noe, user_key=MARIA if answered else "")
    [invitation], stored = world.store.all(Invitation), in_store(world, noe)
    checks = replace(invitation, kind=MailKind.CHECK_CONTACT, contact_id=contact.id)
    linked = stored.linked_to(contact.id).linked_to("the other parent's")
    world.store.save(Change(invitation, checks), Change(stored, linked), Change.new(contact))
    decline_by_link(token, [noe.id], VISITOR, world.services)
    assert bool(world.store.all(ParentContact)) is answered
    assert (contact.id in in_store(world, noe).contact_ids) is answered
    assert "the other parent's" in in_store(world, noe).contact_ids


def test_whoever_is_quicker_makes_the_decline_look_again() -> None:
    world = World()
    noe = a_student("Noé")
    token = invited(world, noe)
    save, once = world.store.save, [Conflict()]

    def save_at_the_second_try(*changes: Change) -> None:
        if once:
            raise once.pop()
        save(*changes)

    world.store.save = save_at_the_second_try  # type: ignore[method-assign]
    decline_by_link(token, [noe.id], VISITOR, world.services)
    assert world.store.all(Invitation)[0].state is InvitationState.DECLINED


ROW = "2026-2027,3-A,García López,Noé,maria@example.org\n"
FILE = ("year,class_code,student_last_name,student_first_name,parent_email\n" + ROW).encode()


def a_parent_of_another(world: World) -> User:
    other = a_student("Mei", "Li", version=0)
    contact = a_contact(other, registered=True, version=0)
    world.store.save(Change.new(other), Change.new(contact))
    return a_parent_user(contact)


def import_again(world: World, name: str) -> str:
    run = import_csv(world.files.put_upload(name, FILE, ""), world.services)
    assert run
    [part] = world.services.imports.parts(run.id)
    return f"{part.rows[0].outcome.value}: {english(*part.rows[0].messages)}"


def test_the_next_file_does_not_ask_again_and_says_why_but_a_site_admins_button_asks() -> None:
    world = World()
    assert import_again(world, "one.csv").startswith("invited")
    [student], [invitation] = world.store.all(Student), world.store.all(Invitation)
    form = start_answering(invitation.id, world.services)
    decline_in_form(form.token, [student.id], world.services)
    result = import_again(world, "two.csv")
    assert result.startswith("skipped: maria@example.org: The parent said that this is not their child")
    assert len(world.store.all(Invitation)) == 1

    world.store.save(Change.new(SiteSettings(school_year="2026-2027", parents_invite=ParentsInvite.YES)))
    with pytest.raises(SaidNotTheirChild):
        invite_parent(student.id, Invitee(MARIA, ""), by(a_parent_of_another(world)), world.services)
    invited = invite_parent(student.id, Invitee(MARIA, ""), by_admin(), world.services)
    assert invited.mail
    assert in_store(world, student).declined == {}
    assert in_store(world, student).open_invitation_ids == (invited.invitation.id,)
    assert import_again(world, "three.csv") == "unchanged: Invited before: maria@example.org."


def test_only_a_site_admin_may_ask_an_address_of_which_a_file_says_that_it_must_not_be_told() -> None:
    world = World()
    student = a_student(no_contact=(address_digest(MARIA),))
    world.store.save(
        Change.new(SiteSettings(school_year="2026-2027", parents_invite=ParentsInvite.YES)), Change.new(student)
    )
    with pytest.raises(SaidNotTheirChild):
        invite_parent(student.id, Invitee(MARIA, ""), by(a_parent_of_another(world)), world.services)
    assert invite_parent(student.id, Invitee(MARIA, ""), by_admin(), world.services).mail
    assert in_store(world, student).no_contact == ()
