"""The wrong person answered: what goes with the link, whoever else is at work, and who answers then."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

import pytest

from homeroom.domain.accounts.known_devices import KnownDevices
from homeroom.domain.accounts.log_in_mail import LogInMail
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry
from homeroom.domain.families.parent_contact import FilledForm, ParentContact, Relation
from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.history_event import EventKind
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.invitations.link_errors import LinkCompleted, LinkWithdrawn
from homeroom.domain.invitations.readers import ReaderAnswer
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import HomeroomError, NotFound
from homeroom.domain.mail.mail import MailKind, MailState
from homeroom.domain.roster.student import Student
from homeroom.use_cases.accounts.browser import Browser
from homeroom.use_cases.accounts.log_in import log_in
from homeroom.use_cases.accounts.sessions import find_user, start_answering, start_log_in
from homeroom.use_cases.answers.add_parent import add_parent
from homeroom.use_cases.answers.answer import read_answer
from homeroom.use_cases.answers.begin_answer import begin_answer
from homeroom.use_cases.answers.open_link import Visitor
from homeroom.use_cases.answers.register_parent import register_parent
from homeroom.use_cases.answers.save_contact import save_contact
from homeroom.use_cases.families.unlink_contact import unlink_contact
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.invitations.ask_for_log_in import ask_for_log_in
from homeroom.use_cases.invitations.invite_parent import Invitee, invite_parent
from homeroom.use_cases.invitations.new_link import ask_for_new_link
from homeroom.use_cases.mail.send_invite import send_invites
from homeroom.use_cases.ports.services import Services
from tests.factories import a_contact, a_student, by_admin, details
from tests.fakes import World
from tests.steps.english import english
from tests.steps.invited import MARIA, in_store, invited, newest_token, send_all, the_invitation
from tests.steps.log_in_mail import log_ins_sent
from tests.steps.meanwhile import Meanwhile
from tests.steps.plug import Plug, PulledThePlug, crash_points, wired

PASSWORD = "correct-horse-battery"
VISITOR = "192.0.2.1"
SOURCE = "POST /answer/register"
HOME = "rosa@home.example"
NOE, ANA = a_student("Noé"), a_student("Ana")


def form(*students: Student, email: str = MARIA) -> FilledForm:
    return FilledForm(details("Rosa", email=email), {s.id: Relation(relationship="Aunt") for s in students})


@dataclass
class Answered:
    """Somebody has answered about students; the token of their form."""

    world: World
    form_token: str

    @property
    def contact(self) -> ParentContact:
        [contact] = self.world.store.all(ParentContact)
        return contact

    @property
    def user(self) -> User:
        [user] = self.world.store.all(User)
        return user

    def register(self) -> "Answered":
        register_parent(self.form_token, PASSWORD, SOURCE, self.world.services)
        return self

    def unlink(self, services: Services | None = None) -> None:
        """In a later moment."""
        self.world.clock.wait(timedelta(minutes=5))
        unlink_contact(NOE.id, self.contact.id, by_admin(), services or self.world.services)


def answered(*students: Student) -> Answered:
    world = World()
    invited(world, *students)
    token = start_answering(the_invitation(world).id, world.services).token
    save_contact(token, form(*students), world.services)
    return Answered(world, token)


def recorded(world: World, *students: Student) -> ParentContact:
    """Another parent has recorded Rosa, and a mail asks her to check that."""
    contact = a_contact(*students)
    world.store.save(Change.new(contact))
    linked = [student.linked_to(contact.id) for student in students]
    invited(world, *linked, kind=MailKind.CHECK_CONTACT, contact_id=contact.id)
    return contact


def entries(world: World) -> list[AuditEntry]:
    return [entry for entry in world.store.all(AuditEntry) if entry.action is AuditAction.CONTACT_UNLINKED]


def assert_nothing_is_left(world: World) -> None:
    assert (world.store.all(ParentContact), world.store.all(User)) == ([], [])
    assert in_store(world, NOE).contact_ids == ()
    assert world.passwords.passwords == {}


# ------------------------------------------------------------ what goes
def test_of_whoever_is_nobodys_parent_any_more_nothing_is_left() -> None:
    there = answered(NOE).register()
    world, user = there.world, there.user
    started = start_log_in(user, world.services)
    there.unlink()
    assert_nothing_is_left(world)
    assert find_user(started.token, world.services) is None
    [entry] = entries(world)
    assert (entry.about.student_ids, entry.about.user_id, entry.actor) == ((NOE.id,), user.id, "u-admin")
    invitation = the_invitation(world)
    [event] = [event for event in invitation.history if event.kind is EventKind.UNLINKED]
    assert (event.by, event.student_ids) == ("Jordan Ellis", (NOE.id,))
    assert invitation.state is InvitationState.COMPLETED


def test_an_email_that_would_have_logged_them_in_is_not_sent_and_nothing_of_it_or_of_their_browser_is_left() -> None:
    there = answered(NOE).register()
    world, user = there.world, there.user
    log_in(user.email, PASSWORD, VISITOR, "POST /login", world.services, Browser(token="k" * 43))
    ask_for_log_in(user.email, "b" * 43, VISITOR, world.services)
    there.unlink()
    sent = len(world.mailer.sent)
    log_ins_sent(world)
    assert len(world.mailer.sent) == sent
    assert (world.store.all(LogInMail), world.store.all(KnownDevices)) == ([], [])


def test_of_two_siblings_only_this_one_is_unlinked_and_the_log_in_goes_on_after_a_new_log_in() -> None:
    there = answered(NOE, ANA).register()
    world, contact_id, before = there.world, there.contact.id, start_log_in(there.user, there.world.services)
    there.unlink()
    assert (set(there.contact.students), there.user.contact_ids) == ({ANA.id}, (contact_id,))
    assert (in_store(world, NOE).contact_ids, in_store(world, ANA).contact_ids) == ((), (contact_id,))
    assert world.passwords.passwords == {there.user.id: PASSWORD}
    assert find_user(before.token, world.services) is None
    assert find_user(start_log_in(there.user, world.services).token, world.services)


def test_a_parent_who_is_a_site_admin_stays_one() -> None:
    there = answered(NOE).register()
    there.world.store.save(Change(there.user, replace(there.user, is_admin=True)))
    there.unlink()
    assert (there.user.is_admin, there.user.contact_ids, there.user.has_password) == (True, (), True)
    assert there.world.store.all(ParentContact) == []
    assert there.world.passwords.passwords == {there.user.id: PASSWORD}


def test_of_two_who_share_an_address_the_other_one_keeps_the_log_in_and_the_address() -> None:
    there = answered(NOE)
    world, wrong = there.world, there.contact
    right = replace(wrong, id="right", details=details("Luis"), version=0)
    student, user = in_store(world, NOE), there.user
    world.store.save(
        Change.new(right), Change(student, student.linked_to("right")), Change(user, user.also_read_by("right"))
    )
    unlink_contact(NOE.id, wrong.id, by_admin(), world.services)
    assert there.contact.id == "right"
    assert there.user.contact_ids == in_store(world, NOE).contact_ids == ("right",)
    assert not in_store(world, NOE).must_not_tell(MARIA)


def test_a_contact_that_nobody_has_answered_for_goes_with_the_mail_that_asks_about_it() -> None:
    world = World()
    contact = recorded(world, NOE)
    unlink_contact(NOE.id, contact.id, by_admin(), world.services)
    assert_nothing_is_left(world)
    assert the_invitation(world).state is InvitationState.WITHDRAWN
    assert world.store.all(AddressLock) == []
    assert in_store(world, NOE).open_invitation_ids == ()


def test_an_open_invitation_goes_on_about_the_sibling_and_checks_nothing_that_is_gone() -> None:
    world = World()
    contact = recorded(world, NOE)
    student, invitation = in_store(world, NOE), the_invitation(world)
    world.store.save(
        Change(invitation, invitation.also_about(ANA)), Change.new(ANA.with_open_invitation(invitation.id))
    )
    unlink_contact(NOE.id, contact.id, by_admin(), world.services)
    after = the_invitation(world)
    assert (after.is_open, after.student_ids, after.kind, after.contact_id) == (
        True,
        (ANA.id,),
        MailKind.INVITATION,
        "",
    )
    assert world.store.all(AddressLock)
    assert student.open_invitation_ids != in_store(world, NOE).open_invitation_ids == ()


@pytest.mark.parametrize("expired", [False, True])
def test_an_invitation_at_the_address_that_they_entered_asks_about_the_student_no_more(expired: bool) -> None:
    """Nor does its reader get a new link once it has expired."""
    world = World()
    token = invited(world, NOE, id="home", email=HOME)
    if expired:
        world.clock.wait(timedelta(days=31))
        [invitation] = world.store.all(Invitation)
        lock, student = world.store.all(AddressLock)[0], in_store(world, NOE)
        world.store.save(
            Change(invitation, invitation.expired()),
            Change.gone(lock),
            Change(student, student.without_open_invitation("home")),
        )
    student = in_store(world, NOE)
    contact = a_contact(NOE, details=details("Rosa", email=HOME))
    world.store.save(Change.new(contact), Change(student, student.linked_to(contact.id)))
    unlink_contact(NOE.id, contact.id, by_admin(), world.services)
    assert the_invitation(world).state is InvitationState.WITHDRAWN
    before = world.store.state()
    world.clock.wait(timedelta(minutes=2))
    ask_for_new_link(token, "192.0.2.1", world.services)
    assert world.store.state() == before


def test_unlinked_once_they_are_unlinked() -> None:
    there = answered(NOE)
    contact_id = there.contact.id
    there.unlink()
    for student_id in (NOE.id, "nobody"):
        with pytest.raises(NotFound):
            unlink_contact(student_id, contact_id, by_admin(), there.world.services)
    assert len(entries(there.world)) == 1


def test_a_household_of_many_and_an_address_that_was_asked_for_years_fit_into_one_transaction() -> None:
    there = answered(NOE)
    world, contact = there.world, there.contact
    student = in_store(world, NOE)
    for number in range(100):
        answer = ReaderAnswer(reader=0, contact_id=contact.id, session="s", at=world.clock())
        old = replace(the_invitation_of(there), id=f"old{number}", answers=(answer,), version=0)
        world.store.save(Change.new(old))
        student = replace(student, past_invitation_ids=(*student.past_invitation_ids, old.id))
    for number in range(12):
        student = student.linked_to(f"other{number}")
    world.store.save(Change(in_store(world, NOE), student))
    there.unlink()
    assert contact.id not in in_store(world, NOE).contact_ids


def the_invitation_of(there: Answered) -> Invitation:
    return next(i for i in there.world.store.all(Invitation) if not i.id.startswith("old"))


# ------------------------------------------------------------ who is asked then
FILE = f"year,class_code,student_last_name,student_first_name,parent_email\n2026-2027,3-A,{NOE.last_name},Noé,{MARIA}\n"


def imported(world: World, name: str) -> str:
    run = import_csv(world.files.put_upload(name, FILE.encode(), ""), world.services)
    assert run
    [part] = world.services.imports.parts(run.id)
    return f"{part.rows[0].outcome.value}: {english(*part.rows[0].messages)}"


def test_the_next_import_of_the_same_file_asks_them_no_more_and_a_site_admins_button_does() -> None:
    world = World()
    assert imported(world, "one.csv").startswith("invited")
    [student] = world.store.all(Student)
    token = start_answering(the_invitation(world).id, world.services).token
    save_contact(token, form(student), world.services)
    [contact] = world.store.all(ParentContact)
    unlink_contact(student.id, contact.id, by_admin(), world.services)
    assert imported(world, "two.csv").startswith(f"skipped: The school has said before that {MARIA} must not be")
    assert len(world.store.all(Invitation)) == 1
    again = invite_parent(student.id, Invitee(MARIA, ""), by_admin(), world.services).invitation
    send_all(world)
    form_token = begin_answer(newest_token(world), Visitor("192.0.2.1", ""), world.services).token
    assert read_answer(form_token, world.services).candidates == []
    save_contact(form_token, form(student), world.services)
    assert in_store(world, student).has_parent_contact
    assert not in_store(world, student).must_not_tell(MARIA)
    assert world.store.one(Invitation, again.id)


# ------------------------------------------------------------ a form that is open, a mail that is out
def test_the_form_that_saved_corrects_nothing_any_more_and_registers_nobody() -> None:
    there = answered(NOE)
    there.unlink()
    with pytest.raises(LinkCompleted):
        save_contact(there.form_token, form(NOE), there.world.services)
    with pytest.raises(LinkCompleted):
        register_parent(there.form_token, PASSWORD, SOURCE, there.world.services)
    assert_nothing_is_left(there.world)


def test_a_form_that_was_begun_and_not_saved_is_over() -> None:
    world = World()
    contact = recorded(world, NOE)
    token = start_answering(the_invitation(world).id, world.services).token
    unlink_contact(NOE.id, contact.id, by_admin(), world.services)
    with pytest.raises(LinkWithdrawn):
        save_contact(token, form(NOE), world.services)
    assert_nothing_is_left(world)


def test_neither_what_confirms_the_form_nor_what_asks_to_check_it_is_mailed_any_more() -> None:
    there = answered(NOE)
    there.unlink()
    sent = len(there.world.mailer.sent)
    send_all(there.world)
    assert len(there.world.mailer.sent) == sent
    invitation = the_invitation(there.world)
    mail = there.world.services.mails.get(invitation.id, invitation.send_number)
    assert mail
    assert mail.reason
    assert (mail.state, english(mail.reason)) == (
        MailState.NOT_NEEDED,
        "the contact is no longer linked to the student",
    )


def test_the_mail_that_confirms_a_form_names_whose_parent_they_are_still() -> None:
    there = answered(NOE, ANA)
    there.unlink()
    send_all(there.world)
    assert "Ana" in there.world.mailer.sent[-1].text
    assert "Noé" not in there.world.mailer.sent[-1].text


def test_unlinked_at_any_moment_of_another_operation_nothing_of_them_is_left() -> None:
    """Before each call to the outside of saving again, registering, and adding another parent."""

    def save_again(there: Answered, services: Services) -> None:
        save_contact(there.form_token, form(NOE), services)

    def register(there: Answered, services: Services) -> None:
        register_parent(there.form_token, PASSWORD, SOURCE, services)

    def add_another(there: Answered, services: Services) -> None:
        add_parent(there.form_token, form(NOE, email=HOME), "POST /answer/another-parent", send=True, services=services)

    for operation in (save_again, register, add_another):
        counting = Plug()
        there = answered(NOE)
        operation(there, wired(there.world.services, counting))
        for at in range(1, counting.calls + 1):
            there = answered(NOE)
            contact_id = there.contact.id
            unlink = partial(unlink_contact, NOE.id, contact_id, by_admin(), there.world.services)
            meanwhile = Meanwhile(at, unlink)
            with suppress(HomeroomError):
                operation(there, wired(there.world.services, meanwhile))
            assert there.world.store.all(User) == [], (operation.__name__, at)
            assert [c for c in there.world.store.all(ParentContact) if c.user_key] == [], (operation.__name__, at)


def test_unlinked_at_any_moment_of_sending_nothing_goes_out_that_was_not_being_handed_over() -> None:
    def some() -> tuple[World, ParentContact, list[tuple[str, int]]]:
        world = World()
        contact = recorded(world, NOE)
        invitation = the_invitation(world)
        again = invitation.asked_again(inviter="A", now=world.clock(), link_days=30)
        world.store.save(Change(invitation, again))
        return world, contact, [(again.id, again.send_number)]

    world, _, keys = some()
    counting = Plug()
    send_invites(keys, wired(world.services, counting))
    for at in range(1, counting.calls + 1):
        world, contact, keys = some()
        before = len(world.mailer.sent)
        unlink = partial(unlink_contact, NOE.id, contact.id, by_admin(), world.services)
        claimed = []

        def then(world: World = world, key: tuple[str, int] = keys[0], unlink: partial[None] = unlink) -> None:
            mail = world.services.mails.get(*key)
            claimed.append(mail is not None and mail.state is not MailState.QUEUED)  # noqa: B023  at once
            unlink()

        send_invites(keys, wired(world.services, Meanwhile(at, then)))
        if claimed != [True]:
            assert len(world.mailer.sent) == before, at
        assert the_invitation(world).state is InvitationState.WITHDRAWN


def test_two_site_admins_at_once_unlink_once() -> None:
    counting = Plug()
    there = answered(NOE).register()
    there.unlink(wired(there.world.services, counting))
    for at in range(1, counting.calls + 1):
        there = answered(NOE).register()
        first = partial(unlink_contact, NOE.id, there.contact.id, by_admin(), there.world.services)
        with suppress(NotFound):
            there.unlink(wired(there.world.services, Meanwhile(at, lambda first=first: _allowed(first))))  # type: ignore[misc]
        assert_nothing_is_left(there.world)
        assert len(entries(there.world)) == 1


def _allowed(operation: partial[None]) -> None:
    with suppress(NotFound):
        operation()


def test_whoever_dies_in_between_has_unlinked_or_not_and_a_password_alone_opens_nothing() -> None:
    counting = Plug()
    there = answered(NOE).register()
    there.unlink(wired(there.world.services, counting))
    for at, before in crash_points(counting.calls):
        there = answered(NOE).register()
        contact_id = there.contact.id
        with pytest.raises(PulledThePlug):
            there.unlink(wired(there.world.services, Plug(at, before)))
        with suppress(NotFound):
            unlink_contact(NOE.id, contact_id, by_admin(), there.world.services)
        assert (there.world.store.all(ParentContact), there.world.store.all(User)) == ([], [])
        assert len(entries(there.world)) == 1


def test_while_the_password_service_is_down_they_are_unlinked_all_the_same() -> None:
    there = answered(NOE).register()
    there.world.passwords.broken = True
    with pytest.raises(ConnectionError):
        there.unlink()
    assert (there.world.store.all(ParentContact), there.world.store.all(User)) == ([], [])
    assert in_store(there.world, NOE).contact_ids == ()
