"""Behind a letter: an address that nobody has proved, two who hold one letter, and what ends it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from homeroom.domain.accounts.address_change import LASTS
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry
from homeroom.domain.families.parent_contact import FilledForm, ParentContact, Relation
from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.invitations.link_errors import (
    LetterAnswered,
    LetterEnded,
    LetterWithdrawn,
    LinkCompleted,
    LinkDeclined,
    LinkWithdrawn,
)
from homeroom.domain.invitations.status import Status, status_of
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.limits import TooManyTries
from homeroom.domain.mail.address_block import BlockReason
from homeroom.domain.mail.mail import MailKind
from homeroom.domain.people.deletion import GRACE
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_edition import protection_edition
from homeroom.use_cases.accounts.sessions import start_log_in
from homeroom.use_cases.answers.add_parent import add_parent
from homeroom.use_cases.answers.answer import AnswerOver, read_answer
from homeroom.use_cases.answers.begin_answer import begin_answer
from homeroom.use_cases.answers.decline import decline_in_form
from homeroom.use_cases.answers.declined import in_form
from homeroom.use_cases.answers.open_link import Visitor, open_link
from homeroom.use_cases.answers.register_parent import register_parent
from homeroom.use_cases.answers.save_contact import save_contact
from homeroom.use_cases.answers.take_back_decline import CannotTakeBack, take_back_decline
from homeroom.use_cases.families.confirm_address import confirm_new_address
from homeroom.use_cases.families.correct_contact import Correction, correct_contact
from homeroom.use_cases.invitations.ask_for_log_in import ask_for_log_in
from homeroom.use_cases.invitations.close_expired import close_expired
from homeroom.use_cases.invitations.make_letters import make_letters
from homeroom.use_cases.invitations.manage_invitation import (
    IsLetter,
    correct_address,
    hold,
    send_again,
    withdraw,
)
from homeroom.use_cases.invitations.new_link import ask_for_new_link
from homeroom.use_cases.invitations.printed_letters import LetterOver, PrintedLetter, printed_letter
from homeroom.use_cases.people.ask_for_deletion import ask_for_deletion
from homeroom.use_cases.people.delete_information import delete_information
from homeroom.use_cases.people.personal_data import personal_data
from homeroom.use_cases.roster.office_marks import mark_left, protect
from tests.factories import a_contact, a_homeroom, a_parent_user, a_student, an_admin, an_invitation, by, details
from tests.fakes import World
from tests.steps.address_mail import address_mails_sent, address_token
from tests.steps.invited import block

ADMIN = an_admin()
NOE = a_student()
MARIA = "maria@example.org"
VISITOR = Visitor("203.0.113.7", "")


def a_school(student: Student = NOE) -> tuple[World, PrintedLetter]:
    world = World()
    world.store.save(Change.new(a_homeroom()), Change.new(student))
    return world, a_letter(world, student)


def a_letter(world: World, student: Student = NOE) -> PrintedLetter:
    [made] = make_letters([student.id], by(ADMIN), world.services).made
    return printed_letter(made, world.services)


def token_of(letter: PrintedLetter) -> str:
    return letter.path.rpartition("/")[2]


def begun(world: World, letter: PrintedLetter, visitor: Visitor = VISITOR) -> str:
    return begin_answer(token_of(letter), visitor, world.services).token


def filled(email: str = MARIA, student: Student = NOE, first_name: str = "María") -> FilledForm:
    return FilledForm(details(first_name, email=email, mobile_phone="555 0142"), {student.id: Relation()})


def answered(world: World, letter: PrintedLetter, email: str = MARIA) -> ParentContact:
    save_contact(begun(world, letter), filled(email), world.services)
    [contact] = world.store.all(ParentContact)
    return contact


def proved(world: World) -> str:
    """The token of the email that went to the typed address."""
    world.mailer.sent.clear()
    address_mails_sent(world)
    return address_token(world.mailer.sent[-1])


def confirm(world: World, token: str) -> None:
    confirm_new_address(token, "203.0.113.7", "", "POST /confirm-address/{token}", world.services)


def is_now(world: World, letter: PrintedLetter) -> Invitation:
    return world.services.invitations.get_many([letter.invitation.id])[letter.invitation.id]


def student_now(world: World) -> Student:
    return world.services.roster.students([NOE.id])[NOE.id]


# ---------------------------------------------------------------- an address that nobody has proved
def test_the_email_to_a_typed_address_makes_it_the_log_in_and_tells_no_former_one() -> None:
    world, letter = a_school()
    contact = answered(world, letter)
    confirm(world, proved(world))
    [user], [after] = world.store.all(User), world.store.all(ParentContact)
    assert (user.email, user.contact_ids, user.has_password) == (MARIA, (contact.id,), False)
    assert (after.user_key, after.details.email, after.new_email) == (MARIA, MARIA, "")
    assert world.queue.addresses_changed == []
    assert world.store.all(AuditEntry)[-1].action is AuditAction.ADDRESS_PROVED


def test_pressed_twice_it_is_proved_once() -> None:
    world, letter = a_school()
    answered(world, letter)
    token = proved(world)
    confirm(world, token)
    before = world.state()
    confirm(world, token)
    assert world.state() == before


def test_before_that_nobody_logs_in_with_it() -> None:
    world, letter = a_school()
    answered(world, letter)
    ask_for_log_in(MARIA, "b" * 43, "203.0.113.7", world.services)
    assert world.queue.log_ins == []


def test_who_logs_in_with_the_address_already_is_that_parent_too() -> None:
    """They have answered about another child, and were handed a letter about this one."""
    sister = a_student("Ana")
    first = a_contact(sister, user_key=MARIA)
    user = a_parent_user(first)
    world, letter = a_school()
    world.store.save(Change.new(sister), Change.new(first), Change.new(user))
    save_contact(begun(world, letter), filled(user.email), world.services)
    confirm(world, proved(world))
    [after] = world.store.all(User)
    assert len(after.contact_ids) == 2
    assert after.sessions_from == user.sessions_from


def test_the_office_has_the_link_sent_again_once_the_first_was_not_used_in_time() -> None:
    world, letter = a_school()
    contact = answered(world, letter)
    proved(world)
    as_it_is = Correction(FilledForm(replace(contact.details, email=MARIA), contact.students))
    assert not correct_contact(NOE.id, contact.id, as_it_is, by(ADMIN), world.services).is_link_sent
    world.clock.wait(LASTS)
    assert correct_contact(NOE.id, contact.id, as_it_is, by(ADMIN), world.services).is_link_sent
    confirm(world, proved(world))
    [after] = world.store.all(ParentContact)
    assert (after.user_key, after.details.email) == (MARIA, MARIA)


def test_an_address_that_the_office_corrects_waits_as_the_typed_one_did() -> None:
    world, letter = a_school()
    contact = answered(world, letter)
    corrected = Correction(FilledForm(replace(contact.details, email="mia@example.org"), contact.students))
    correct_contact(NOE.id, contact.id, corrected, by(ADMIN), world.services)
    [after] = world.store.all(ParentContact)
    assert (after.details.email, after.new_email, after.user_key) == ("", "mia@example.org", "")


def test_an_address_that_waits_is_asked_by_its_own_email_and_what_asked_at_another_ends() -> None:
    world, letter = a_school()
    contact = answered(world, letter)
    check = an_invitation(NOE, id="check", email="sam@example.org", kind=MailKind.CHECK_CONTACT, contact_id=contact.id)
    lock = AddressLock(email_key="sam@example.org", invitation_id="check")
    world.store.save(Change.new(check), Change.new(lock))
    student = student_now(world)
    world.store.save(Change(student, student.with_open_invitation("check")))
    correction = Correction(FilledForm(replace(contact.details, email="maria.g@example.org"), contact.students))
    correct_contact(NOE.id, contact.id, correction, by(ADMIN), world.services)
    assert world.services.invitations.get_many(["check"])["check"].state is InvitationState.WITHDRAWN
    assert [i.id for i in world.store.all(Invitation) if not (i.email or i.on_paper)] == []
    assert world.services.invitations.locks(["sam@example.org", "maria.g@example.org"]) == {}
    assert student_now(world).open_invitation_ids == ()


def test_an_address_that_must_not_be_told_of_the_student_is_refused() -> None:
    world, letter = a_school(NOE.without_contact([MARIA]))
    form = begun(world, letter)
    with pytest.raises(LetterWithdrawn):
        save_contact(form, filled(MARIA.upper()), world.services)
    assert world.store.all(ParentContact) == []


def test_nothing_is_emailed_to_a_typed_address_that_is_blocked() -> None:
    world, letter = a_school()
    block(world, MARIA, BlockReason.UNSUBSCRIBED)
    answered(world, letter)
    address_mails_sent(world)
    assert world.mailer.sent == []


def test_addresses_typed_behind_one_letter_are_few_and_those_of_another_do_not_count() -> None:
    other = a_student("Ana")
    world, letter = a_school()
    world.store.save(Change.new(other))
    form, others = begun(world, letter), begun(world, a_letter(world, other))
    for number in range(3):
        save_contact(form, filled(f"m{number}@example.org"), world.services)
    with pytest.raises(TooManyTries):
        save_contact(form, filled("m4@example.org"), world.services)
    save_contact(others, filled("p@example.org", other), world.services)


def test_nobody_sets_a_password_behind_a_letter() -> None:
    world, letter = a_school()
    form = begun(world, letter)
    save_contact(form, filled(), world.services)
    with pytest.raises(AnswerOver):
        register_parent(form, "three plain words", "POST /answer/register", world.services)
    assert world.passwords.passwords == {}


def test_a_form_that_saved_is_over_once_its_parent_has_a_log_in() -> None:
    world, letter = a_school()
    form = begun(world, letter)
    save_contact(form, filled(), world.services)
    confirm(world, proved(world))
    with pytest.raises(LinkCompleted):
        read_answer(form, world.services)


def test_another_parent_is_added_behind_a_letter() -> None:
    world, letter = a_school()
    form = begun(world, letter)
    save_contact(form, filled(), world.services)
    other = filled("pat@example.org", first_name="Pat")
    recorded = add_parent(form, other, "POST /answer/another-parent", send=True, services=world.services)
    assert recorded.invited
    assert set(student_now(world).contact_ids) == {c.id for c in world.store.all(ParentContact)}


# ---------------------------------------------------------------- two who hold one letter
def test_of_two_who_have_scanned_one_letter_the_first_who_saves_answers() -> None:
    world, letter = a_school()
    mine, theirs = begun(world, letter), begun(world, letter)
    save_contact(mine, filled(), world.services)
    with pytest.raises(LetterAnswered):
        save_contact(theirs, filled("pat@example.org"), world.services)
    with pytest.raises(LetterAnswered):
        open_link(token_of(letter), VISITOR, world.services)
    assert len(world.store.all(ParentContact)) == 1


def test_who_is_logged_in_may_use_a_letter_that_is_about_their_other_child() -> None:
    contact = a_contact(a_student("Ana"), user_key=MARIA)
    world, letter = a_school()
    user = a_parent_user(contact)
    world.store.save(Change.new(contact), Change.new(user))
    session = start_log_in(user, world.services).token
    assert begun(world, letter, Visitor("203.0.113.7", session))


# ---------------------------------------------------------------- what ends it
def test_a_withdrawn_letter_opens_nothing_and_can_be_made_anew() -> None:
    world, letter = a_school()
    form = begun(world, letter)
    withdraw(letter.invitation.id, by(ADMIN), world.services)
    for refused in (
        lambda: open_link(token_of(letter), VISITOR, world.services),
        lambda: save_contact(form, filled(), world.services),
    ):
        with pytest.raises(LetterWithdrawn):
            refused()
    with pytest.raises(LetterOver):
        printed_letter(letter.invitation.id, world.services)
    assert a_letter(world).path != letter.path


def test_a_letter_whose_time_is_over_opens_nothing_and_nobody_is_mailed_a_new_link() -> None:
    world, letter = a_school()
    form = begun(world, letter)
    world.clock.now = letter.ends
    with pytest.raises(LetterEnded):
        open_link(token_of(letter), VISITOR, world.services)
    assert close_expired(world.services) == 1
    with pytest.raises((LetterEnded, AnswerOver)):
        read_answer(form, world.services)
    ask_for_new_link(token_of(letter), "203.0.113.7", world.services)
    assert (status_of(is_now(world, letter)), world.queue.mails) == (Status.EXPIRED, [])
    assert student_now(world).open_invitation_ids == ()


def test_a_letter_is_not_sent_again_held_or_given_an_address() -> None:
    world, letter = a_school()
    for refused in (
        lambda: send_again(letter.invitation.id, by(ADMIN), world.services),
        lambda: correct_address(letter.invitation.id, MARIA, by(ADMIN), world.services),
        lambda: hold(letter.invitation.id, by(ADMIN), world.services),
    ):
        with pytest.raises(IsLetter):
            refused()
    assert is_now(world, letter) == letter.invitation


def test_two_parents_who_say_not_my_child_behind_two_letters_are_not_one_another() -> None:
    world, letter = a_school()
    form = begun(world, letter)
    decline_in_form(form, [NOE.id], world.services)
    student = student_now(world)
    assert (student.declined, student.open_invitation_ids) == ({}, ())
    assert status_of(is_now(world, letter)) is Status.DECLINED
    take_back_decline(lambda: in_form(form, world.services), by(ADMIN), world.services)
    assert status_of(is_now(world, letter)) is Status.PRINTED
    assert student_now(world).open_invitation_ids == (letter.invitation.id,)


@pytest.mark.parametrize("what", ["protected", "left"])
def test_a_letter_ends_when_its_student_is_protected_or_leaves(what: str) -> None:
    world, letter = a_school()
    if what == "left":
        mark_left(NOE.id, by(ADMIN), world.services)
    else:
        protect(NOE.id, "Court order", protection_edition(NOE), by(ADMIN), world.services)
    assert status_of(is_now(world, letter)) is Status.WITHDRAWN
    with pytest.raises(LinkWithdrawn):
        open_link(token_of(letter), VISITOR, world.services)


def test_a_letter_declined_by_mistake_stays_so_once_its_student_is_protected_or_has_another_letter() -> None:
    for meanwhile in ("protected", "another letter"):
        world, letter = a_school()
        form = begun(world, letter)
        decline_in_form(form, [NOE.id], world.services)
        if meanwhile == "protected":
            protect(NOE.id, "Court order", protection_edition(student_now(world)), by(ADMIN), world.services)
        else:
            a_letter(world)
        with pytest.raises(CannotTakeBack):
            take_back_decline(lambda form=form, world=world: in_form(form, world.services), by(ADMIN), world.services)  # type: ignore[misc]
        with pytest.raises(LinkDeclined):
            open_link(token_of(letter), VISITOR, world.services)


def test_a_letter_opens_nothing_about_a_protected_student_whatever_has_kept_it_open() -> None:
    world, letter = a_school()
    form, student = begun(world, letter), student_now(world)
    world.store.save(Change(student, student.as_protected("Court order")))
    with pytest.raises(LetterWithdrawn):
        open_link(token_of(letter), VISITOR, world.services)
    with pytest.raises(LetterWithdrawn):
        save_contact(form, filled(), world.services)


def test_who_has_answered_by_letter_corrects_the_form_though_the_student_is_protected_since() -> None:
    world, letter = a_school()
    form = begun(world, letter)
    save_contact(form, filled(), world.services)
    student = student_now(world)
    world.store.save(Change(student, student.as_protected("Court order")))
    assert read_answer(form, world.services).saved


# ---------------------------------------------------------------- what is kept of who answered
def test_who_answered_by_letter_reads_it_and_after_their_deletion_nothing_of_them_is_left() -> None:
    world, letter = a_school()
    contact = answered(world, letter)
    address_mails_sent(world)
    data = personal_data(contact.id, world.services)
    assert ([i.id for i in data.asked], len(data.mails)) == ([letter.invitation.id], 1)
    ask_for_deletion(contact.id, by(ADMIN), world.services)
    world.clock.wait(GRACE + timedelta(minutes=1))
    assert delete_information(world.services) == 1
    left = [thing for thing in world.store.state().values() if MARIA in repr(thing) or "María" in repr(thing)]
    assert (left, world.store.all(Invitation), student_now(world).invitation_ids) == ([], [], ())
