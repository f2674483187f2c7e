"""A new email address: nothing uses it before a link mailed there was used; then it is the log-in."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from homeroom.domain.accounts.address_change import (
    LASTS,
    AddressChange,
    AddressChangeOver,
    AddressLinkExpired,
    AddressLinkSuperseded,
    AddressLinkUnknown,
    AddressTaken,
)
from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.known_devices import Device, KnownDevices
from homeroom.domain.accounts.log_in_mail import LogInOver
from homeroom.domain.accounts.session import PROVES_MAILBOX_FOR
from homeroom.domain.accounts.user import PasswordBeingSet, PasswordClaim, User
from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry
from homeroom.domain.families.exclusion import Exclusion
from homeroom.domain.families.parent_contact import FilledForm, ParentContact, Relation
from homeroom.domain.families.visibility import is_excluded
from homeroom.domain.invitations.link_errors import LinkCompleted, LinkForSomebodyElse
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.limits import NEW_ADDRESS, WRONG_LINK, TooManyTries
from homeroom.domain.kernel.token import new_token
from homeroom.domain.mail.address_block import BlockReason
from homeroom.domain.mail.mail import MailKind, MailState
from homeroom.domain.mail.mail_reason import MailReason
from homeroom.domain.roster.student import Student
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.accounts.log_in import log_in
from homeroom.use_cases.accounts.own_password import set_own_password
from homeroom.use_cases.accounts.sessions import find_user, start_log_in
from homeroom.use_cases.accounts.use_log_in_mail import look_at_link
from homeroom.use_cases.answers.answer import read_answer
from homeroom.use_cases.answers.begin_answer import begin_answer
from homeroom.use_cases.answers.open_link import Visitor
from homeroom.use_cases.answers.save_contact import save_contact
from homeroom.use_cases.families.change_address import change_address, keep_address, send_confirmation_again
from homeroom.use_cases.families.confirm_address import WaitingAddress, confirm_new_address, look_at_new_address
from homeroom.use_cases.families.my_information import edit_my_information
from homeroom.use_cases.families.unlink_contact import unlink_contact
from homeroom.use_cases.families.viewpoint import viewpoint_of
from homeroom.use_cases.invitations.ask_for_log_in import ask_for_log_in
from homeroom.use_cases.people.personal_data import personal_data
from homeroom.use_cases.ports.mailer import MailNotSent, Others
from homeroom.use_cases.ports.passwords import WrongPassword
from homeroom.use_cases.ports.services import Services
from tests.factories import YEAR, a_contact, a_parent_user, a_student, an_admin, by, by_admin, details
from tests.fakes import World
from tests.steps.address_mail import address_mails_sent, address_token
from tests.steps.invited import MARIA, block, invited
from tests.steps.log_in_mail import log_ins_sent, newest_secrets
from tests.steps.meanwhile import Meanwhile
from tests.steps.plug import Plug, PulledThePlug, crash_points, wired

NEW, OTHER = "mia@example.net", "third@example.com"
PASSWORD = "violet-harbor-teapot"
VISITOR, SOURCE = "192.0.2.1", "POST /confirm-address/{token}"


def a_world(*more_contacts: ParentContact, **role: object) -> World:
    """A registered parent of Noé, perhaps with others who read mail at the address."""
    world, student = World(), a_student()
    contact = a_contact(student, id="c1", registered=True, user_key=MARIA)
    ids = ("c1", *(c.id for c in more_contacts))
    user = a_parent_user(contact, **{"id": "u1", "contact_ids": ids} | role)
    linked = student.linked_to(contact.id)
    for other in more_contacts:
        linked = linked.linked_to(other.id)
    world.store.save(Change.new(linked), *map(Change.new, (contact, *more_contacts)), Change.new(user))
    world.passwords.passwords["u1"] = PASSWORD
    return world


def a_spouse() -> ParentContact:
    return a_contact(a_student(), id="c2", details=details("Luis"), registered=True, user_key=MARIA)


def user_at(world: World, email: str) -> User | None:
    return world.services.access.user(email)


def maria(world: World) -> ParentContact:
    contact = world.store.one(ParentContact, "c1")
    assert contact
    return contact


def logged_in(world: World, email: str = MARIA) -> str:
    """The cookie of one who has given the password long ago."""
    user = user_at(world, email)
    assert user
    return start_log_in(user, world.services, contact_id="c1").token


def change(world: World, typed: str = NEW, password: str = PASSWORD, token: str = "") -> None:
    token = token or logged_in(world)
    user = find_user(token, world.services)
    assert user
    change_address(By(user, "POST /me/email"), token, typed, password, world.services)


def mailed(world: World, typed: str = NEW) -> str:
    """The token of the link that came to the address."""
    address_mails_sent(world)
    return address_token([mail for mail in world.mailer.sent if (mail.to, mail.subject) == (typed, "new_address")][-1])


def asked(world: World, typed: str = NEW) -> str:
    change(world, typed)
    return mailed(world, typed)


def confirm(world: World, token: str, session: str = "") -> None:
    """A moment after it was asked for."""
    world.clock.now += timedelta(seconds=1)
    confirm_new_address(token, VISITOR, session, SOURCE, world.services)


def look(world: World, token: str) -> WaitingAddress:
    return look_at_new_address(token, VISITOR, "", world.services)


def actions(world: World) -> list[AuditAction]:
    return [entry.action for entry in world.store.all(AuditEntry)]


# ------------------------------------------------------------ until it is confirmed
def test_a_typed_address_changes_nothing_but_what_waits() -> None:
    world = a_world()
    before = maria(world)
    asked(world)
    assert maria(world) == replace(before, new_email=NEW, version=2)
    assert (user_at(world, NEW), user_at(world, MARIA) is not None) == (None, True)
    assert actions(world) == [AuditAction.ADDRESS_CHANGE_ASKED]


def test_looking_at_the_link_changes_nothing_however_often() -> None:
    world = a_world()
    token = asked(world)
    before = world.state()
    for _ in range(50):
        assert look(world, token) == WaitingAddress("María", NEW, is_first=False, is_confirmed=False, has_password=True)
    assert world.state() == before


def test_the_queue_and_the_table_hold_neither_the_token_nor_the_address_twice() -> None:
    world = a_world()
    change(world)
    assert world.queue.new_addresses == [("c1", 1, timedelta())]
    token = mailed(world)
    assert token not in repr(world.store.state())
    assert NEW not in repr(world.store.all(AddressChange))


@pytest.mark.parametrize("typed", ["maria@example.org", "Maria@Example.org"])
def test_the_same_address_in_any_spelling_is_used_at_once_and_takes_back_what_waits(typed: str) -> None:
    world = a_world()
    token = asked(world)
    change(world, typed)
    assert (maria(world).details.email, maria(world).new_email) == (typed, "")
    with pytest.raises(AddressChangeOver):
        confirm(world, token)
    assert actions(world)[-1] is AuditAction.ADDRESS_KEPT


def test_keeping_the_address_takes_back_what_waits_and_leaves_its_spelling() -> None:
    world = a_world(email="MARIA@example.org")
    token = asked(world)
    user = user_at(world, MARIA)
    assert user
    keep_address(by(user), world.services)
    assert (maria(world).details.email, maria(world).new_email) == (MARIA, "")
    with pytest.raises(AddressChangeOver):
        look(world, token)


def test_an_address_that_is_taken_back_and_typed_again_needs_the_newest_link() -> None:
    world = a_world()
    first = asked(world)
    change(world, MARIA)
    second = asked(world)
    with pytest.raises(AddressLinkSuperseded):
        confirm(world, first)
    confirm(world, second)
    assert maria(world).details.email == NEW


def test_a_link_to_one_address_never_confirms_another() -> None:
    world = a_world()
    first = asked(world, OTHER)
    asked(world, NEW)
    with pytest.raises(AddressLinkSuperseded):
        confirm(world, first)
    assert maria(world).details.email == MARIA


def test_sent_again_only_the_newest_link_works() -> None:
    world = a_world()
    first, user = asked(world), user_at(world, MARIA)
    assert user
    send_confirmation_again(by(user), world.services)
    second = mailed(world)
    with pytest.raises(AddressLinkSuperseded):
        look(world, first)
    assert look(world, second).email == NEW


def test_where_no_address_waits_nothing_is_sent_again_or_kept() -> None:
    world = a_world()
    user = user_at(world, MARIA)
    assert user
    before = world.state()
    send_confirmation_again(by(user), world.services)
    keep_address(by(user), world.services)
    assert world.state() == before


def test_a_link_works_for_three_days() -> None:
    world = a_world()
    token = asked(world)
    world.clock.now += LASTS - timedelta(seconds=1)
    assert look(world, token).email == NEW
    world.clock.now += timedelta(seconds=1)
    with pytest.raises(AddressLinkExpired):
        confirm(world, token)


@pytest.mark.parametrize("token", ["", "x", "x" * 43])
def test_a_link_that_no_email_has_carried_confirms_nothing_and_is_counted(token: str) -> None:
    world = a_world()
    with pytest.raises(AddressLinkUnknown):
        look(world, token)
    for _ in range(WRONG_LINK.most - 1):
        with pytest.raises(AddressLinkUnknown):
            confirm(world, new_token())
    with pytest.raises(TooManyTries):
        look(world, new_token())


# ------------------------------------------------------------ confirmed
def test_a_confirmed_address_is_what_others_see_and_the_log_in_with_the_same_password() -> None:
    world = a_world()
    before = user_at(world, MARIA)
    confirm(world, asked(world))
    contact, user = maria(world), user_at(world, NEW)
    assert (contact.details.email, contact.new_email, contact.user_key, contact.registered) == (NEW, "", NEW, True)
    assert before
    assert user == replace(before, email=NEW, sessions_from=world.clock(), version=1)
    assert user_at(world, MARIA) is None
    assert log_in(NEW, PASSWORD, VISITOR, SOURCE, world.services)
    with pytest.raises(WrongPassword):
        log_in(MARIA, PASSWORD, VISITOR, SOURCE, world.services)
    assert AuditAction.ADDRESS_CHANGED in actions(world)


def test_every_log_in_of_the_former_address_is_over_and_none_comes_back_with_a_new_user_there() -> None:
    world = a_world()
    old = logged_in(world)
    world.store.save(Change.new(KnownDevices(email_key=MARIA, devices=(Device("d", world.clock()),))))
    confirm(world, asked(world))
    assert find_user(old, world.services) is None
    assert world.services.access.known_devices(MARIA) is None
    answered(world, email=MARIA)
    assert find_user(old, world.services) is None


def test_a_log_in_link_that_is_out_at_the_former_address_opens_nothing() -> None:
    world = a_world()
    ask_for_log_in(MARIA, new_token(), VISITOR, world.services)
    log_ins_sent(world)
    token, _ = newest_secrets(world.mailer.sent)
    confirm(world, asked(world))
    with pytest.raises(LogInOver):
        look_at_link(token, VISITOR, world.services)


def test_after_the_change_a_log_in_link_comes_to_the_new_address_and_works() -> None:
    world = a_world()
    ask_for_log_in(MARIA, new_token(), VISITOR, world.services)
    log_ins_sent(world)
    confirm(world, asked(world))
    world.clock.now += timedelta(hours=2)
    ask_for_log_in(NEW, new_token(), VISITOR, world.services)
    log_ins_sent(world)
    assert world.mailer.sent[-1].to == NEW
    token, _ = newest_secrets(world.mailer.sent)
    assert look_at_link(token, VISITOR, world.services).email == NEW


def test_what_was_said_about_the_former_address_holds_for_its_parent_at_the_new_one() -> None:
    world = a_world()
    luis = a_contact(id="c8", exclusions=(Exclusion(email=MARIA),))
    confirm(world, asked(world))
    user = user_at(world, NEW)
    assert user
    viewpoint = viewpoint_of(user, YEAR, world.clock().date(), world.services)
    assert viewpoint
    assert is_excluded(luis, viewpoint)
    unlink_contact(a_student().id, "c1", by_admin(), world.services)
    [student] = world.store.all(Student)
    assert student.must_not_tell(MARIA)
    assert student.must_not_tell(NEW)


def test_a_student_whose_parent_they_are_no_more_is_not_told_of_at_the_new_address_either() -> None:
    world = a_world()
    [student] = world.store.all(Student)
    world.store.save(Change(student, student.inactively_linked_to("c1").without_contact([MARIA])))
    confirm(world, asked(world))
    [student] = world.store.all(Student)
    assert student.must_not_tell(MARIA)
    assert student.must_not_tell(NEW)


def test_back_at_the_former_address_nothing_but_the_other_one_is_former() -> None:
    world = a_world()
    confirm(world, asked(world))
    user = user_at(world, NEW)
    assert user
    change_address(by(user), logged_in(world, NEW), MARIA, PASSWORD, world.services)
    confirm(world, mailed(world, MARIA))
    assert (maria(world).user_key, maria(world).former_keys) == (MARIA, (NEW,))


def test_pressed_twice_the_second_press_changes_nothing_and_says_that_it_is_done() -> None:
    world = a_world()
    token = asked(world)
    confirm(world, token)
    before = world.store.state()
    confirm(world, token)
    assert world.store.state() == before
    assert look(world, token) == WaitingAddress("María", NEW, is_first=False, is_confirmed=True, has_password=True)


def test_the_former_address_is_told_once_and_whom_to_call() -> None:
    world = a_world()
    world.store.save(Change.new(SiteSettings(school_year=YEAR, office_phone="(415) 555-2600")))
    token = asked(world)
    confirm(world, token)
    assert [(i, n) for i, n, _ in world.queue.addresses_changed] == [("c1", 1)]
    world.queue.addresses_changed *= 2
    address_mails_sent(world)
    confirm(world, token)
    address_mails_sent(world)
    told = [mail for mail in world.mailer.sent if mail.to == MARIA]
    assert [mail.subject for mail in told] == ["address_changed"]
    assert f"new: {NEW}" in told[0].text
    assert "office_phone: (415) 555-2600" in told[0].text


@pytest.mark.parametrize(
    ("reason", "is_told"), [(reason, reason is BlockReason.UNSUBSCRIBED) for reason in BlockReason]
)
def test_the_former_address_is_told_even_if_somebody_has_stopped_its_emails(reason: BlockReason, is_told: bool) -> None:
    world = a_world()
    token = asked(world)
    block(world, MARIA, reason)
    confirm(world, token)
    address_mails_sent(world)
    assert any(mail.to == MARIA for mail in world.mailer.sent) is is_told


def test_each_former_address_is_told_of_its_own_change_even_if_the_next_one_follows_at_once() -> None:
    world = a_world()
    confirm(world, asked(world, OTHER))
    user = user_at(world, OTHER)
    assert user
    change_address(by(user), logged_in(world, OTHER), NEW, PASSWORD, world.services)
    waiting, world.queue.addresses_changed = world.queue.addresses_changed, []
    confirm(world, mailed(world))
    world.queue.addresses_changed += waiting
    address_mails_sent(world)
    assert sorted(mail.to for mail in world.mailer.sent if mail.subject == "address_changed") == [MARIA, OTHER]


def test_nobody_is_told_of_a_change_that_was_asked_for_and_not_confirmed() -> None:
    world = a_world()
    asked(world)
    world.queue.put_address_changed("c1", 1)
    address_mails_sent(world)
    assert [mail.to for mail in world.mailer.sent] == [NEW]


def test_what_the_mail_service_does_not_take_now_goes_out_later() -> None:
    world = a_world()
    change(world)
    world.mailer.failures = [MailNotSent(MailState.DEFERRED, MailReason.TOO_FAST, Others.SLOW_DOWN)]
    address_mails_sent(world)
    [(_, _, wait)] = world.queue.new_addresses
    assert wait > timedelta()
    world.clock.now += timedelta(hours=1)
    confirm(world, mailed(world))
    world.mailer.failures = [MailNotSent(MailState.DEFERRED, MailReason.TOO_FAST, Others.SLOW_DOWN)]
    address_mails_sent(world)
    world.clock.now += timedelta(hours=1)
    address_mails_sent(world)
    assert [mail.to for mail in world.mailer.sent] == [NEW, MARIA]


@pytest.mark.parametrize("reason", BlockReason)
def test_no_email_goes_to_a_blocked_address_and_whoever_typed_it_sees_no_difference(reason: BlockReason) -> None:
    world, other = a_world(), a_world()
    block(world, NEW, reason)
    for each in (world, other):
        change(each)
        address_mails_sent(each)
    assert (len(world.mailer.sent), len(other.mailer.sent)) == (0, 1)
    assert maria(world) == maria(other)


def test_ones_own_information_holds_the_emails_to_the_new_address_and_to_the_former_one() -> None:
    world = a_world()
    token = asked(world)
    assert personal_data("c1", world.services).contact.new_email == NEW
    confirm(world, token)
    address_mails_sent(world)
    assert sorted(mail.email for mail in personal_data("c1", world.services).mails) == [MARIA, NEW]


# ------------------------------------------------------------ who shares the address
def test_of_two_who_share_an_address_one_moves_alone_and_without_the_common_password() -> None:
    world = a_world(a_spouse())
    old = logged_in(world)
    token = asked(world)
    assert not look(world, token).has_password
    confirm(world, token)
    moved, left = user_at(world, NEW), user_at(world, MARIA)
    assert moved
    assert left
    assert (moved.contact_ids, moved.has_password) == (("c1",), False)
    assert (left.contact_ids, left.has_password) == (("c2",), True)
    assert moved.id != left.id
    assert (maria(world).user_key, maria(world).registered) == (NEW, False)
    assert find_user(old, world.services) is None
    assert log_in(MARIA, PASSWORD, VISITOR, SOURCE, world.services)


def test_a_site_admin_who_is_a_parent_stays_site_admin_at_the_address_that_is() -> None:
    world = a_world(is_admin=True)
    confirm(world, asked(world))
    moved, left = user_at(world, NEW), user_at(world, MARIA)
    assert moved
    assert left
    assert (moved.is_admin, left.is_admin, left.contact_ids, left.has_password) == (False, True, (), True)


# ------------------------------------------------------------ too late
@pytest.mark.parametrize("taken_by", [an_admin(email=NEW), a_parent_user(a_contact(id="c9"), id="u9", email=NEW)])
def test_an_address_that_somebody_else_has_meanwhile_changes_nothing(taken_by: User) -> None:
    world = a_world()
    token = asked(world)
    world.store.save(Change.new(taken_by))
    before = world.store.state()
    for attempt in (look, confirm):
        with pytest.raises(AddressTaken):
            attempt(world, token)
    assert world.store.state() == before


def test_somebody_else_who_takes_the_address_at_any_moment_of_the_press_keeps_it() -> None:
    for moment in range(1, 12):
        world = a_world()
        token = asked(world)
        taken = a_parent_user(a_contact(id="c9"), id="u9", email=NEW)
        services = wired(world.services, Meanwhile(moment, partial(world.store.save, Change.new(taken))))
        try:
            confirm_new_address(token, VISITOR, "", SOURCE, services)
        except AddressTaken:
            assert (maria(world).details.email, user_at(world, NEW)) == (MARIA, replace(taken, version=1))
        else:
            assert maria(world).details.email == NEW
            break
    else:
        pytest.fail("the press never came first")


def test_a_contact_that_was_unlinked_meanwhile_is_nobodys_and_nothing_waits_any_more() -> None:
    world = a_world()
    token = asked(world)
    unlink_contact(a_student().id, "c1", by_admin(), world.services)
    assert world.store.all(AddressChange) == []
    with pytest.raises(AddressChangeOver):
        confirm(world, token)
    assert user_at(world, NEW) is None


def test_the_email_is_not_sent_about_a_contact_that_is_gone() -> None:
    world = a_world()
    change(world)
    unlink_contact(a_student().id, "c1", by_admin(), world.services)
    address_mails_sent(world)
    assert world.mailer.sent == []


def test_whoever_is_logged_in_as_somebody_else_is_told_so_and_nothing_changes() -> None:
    world = a_world()
    token = asked(world)
    world.store.save(Change.new(a_parent_user(a_contact(id="c9"), id="u9", email=OTHER)))
    with pytest.raises(LinkForSomebodyElse):
        confirm(world, token, logged_in(world, OTHER))
    confirm(world, token, logged_in(world))
    assert maria(world).details.email == NEW


def test_while_a_password_is_being_set_the_account_does_not_move() -> None:
    world = a_world()
    token, user = asked(world), user_at(world, MARIA)
    assert user
    world.store.save(Change(user, replace(user, password_claim=PasswordClaim(id="p", at=world.clock()))))
    with pytest.raises(PasswordBeingSet):
        confirm(world, token)
    world.clock.now += timedelta(minutes=1)
    confirm(world, token)
    moved = user_at(world, NEW)
    assert moved
    assert moved.password_claim is None


def test_a_new_password_ends_what_was_asked_for_with_the_old_one() -> None:
    world = a_world(a_spouse())
    token = asked(world)
    new_password(world)
    assert maria(world).new_email == ""
    with pytest.raises(AddressChangeOver):
        confirm(world, token)
    assert user_at(world, NEW) is None


def test_what_is_asked_for_while_the_password_is_changed_does_not_wait() -> None:
    """Whichever of the two comes first."""
    for moment in range(1, 30):
        world = a_world()
        plug = Meanwhile(moment, partial(new_password, world))
        token = logged_in(world)
        user = find_user(token, world.services)
        assert user
        with suppress(NotFound, WrongPassword):
            change_address(By(user, SOURCE), token, NEW, PASSWORD, wired(world.services, plug))
        if plug.calls < moment:
            break
        assert maria(world).new_email == "", moment
    else:
        pytest.fail("the address never came first")


def test_a_first_password_leaves_what_waits() -> None:
    world = a_world(has_password=False)
    change(world)
    new_password(world)
    assert maria(world).new_email == NEW


def new_password(world: World) -> None:
    token = logged_in(world)
    user = find_user(token, world.services)
    assert user
    set_own_password(By(user, "POST /me/password"), token, "lantern-quilt-meadow", PASSWORD, world.services)


# ------------------------------------------------------------ who may
def test_an_open_log_in_alone_moves_no_account_that_has_a_password() -> None:
    world = a_world()
    for wrong in ("", "not-the-password"):
        with pytest.raises(WrongPassword):
            change(world, password=wrong)
    assert (maria(world).new_email, world.queue.new_addresses) == ("", [])


@pytest.mark.parametrize(("later", "is_enough"), [(timedelta(), True), (PROVES_MAILBOX_FOR, False)])
def test_a_log_in_by_a_link_that_was_just_mailed_is_enough(later: timedelta, is_enough: bool) -> None:
    world = a_world()
    user = user_at(world, MARIA)
    assert user
    token = start_log_in(user, world.services, by_link=True).token
    world.clock.now += later
    if is_enough:
        change(world, password="", token=token)
    else:
        with pytest.raises(WrongPassword):
            change(world, password="", token=token)
    assert (maria(world).new_email == NEW) is is_enough


def test_three_emails_in_six_hours_go_to_addresses_that_one_has_typed() -> None:
    world = a_world()
    for number in range(NEW_ADDRESS.most):
        change(world, f"somebody{number}@example.net")
    with pytest.raises(TooManyTries):
        change(world)
    user = user_at(world, MARIA)
    assert user
    with pytest.raises(TooManyTries):
        send_confirmation_again(by(user), world.services)
    keep_address(by(user), world.services)
    assert maria(world).new_email == ""


def test_editing_ones_information_leaves_the_address_and_what_waits_whatever_the_form_says() -> None:
    world = a_world()
    asked(world)
    user = user_at(world, MARIA)
    assert user
    edited = details(email=OTHER, mobile_phone="555 0100")
    edit_my_information(by(user), FilledForm(edited, {}), world.services)
    assert maria(world).details == details(mobile_phone="555 0100")
    assert maria(world).new_email == NEW


def test_a_browser_that_does_not_know_yet_that_the_address_has_moved_changes_nothing() -> None:
    world = a_world()
    user = user_at(world, MARIA)
    assert user
    confirm(world, asked(world))
    before = world.store.state()
    for attempt in (keep_address, send_confirmation_again):
        with pytest.raises(NotFound):
            attempt(by(user), world.services)
    assert world.store.state() == before


# ------------------------------------------------------------ the form behind a link
def answered(world: World, *, email: str = MARIA, typed: str = "") -> str:
    """The cookie of a parent who has saved the form with this address in it."""
    student = a_student("Ana")
    token = invited(world, student, id="f" * 24, email=email)
    form = begin_answer(token, Visitor(VISITOR, ""), world.services).token
    save(world, form, typed or email)
    return form


def save(world: World, form: str, typed: str, **more: str) -> None:
    relations = {a_student("Ana").id: Relation(relationship="Mother")}
    save_contact(form, FilledForm(details(email=typed, **more), relations), world.services)


def saved(world: World, form: str) -> ParentContact:
    contact = read_answer(form, world.services).contact
    assert contact
    return contact


def test_another_address_in_the_form_waits_and_the_invited_one_is_used() -> None:
    world = World()
    contact = saved(world, answered(world, typed=NEW))
    assert (contact.details.email, contact.new_email, contact.user_key) == (MARIA, NEW, MARIA)
    confirm(world, mailed(world))
    [contact] = world.store.all(ParentContact)
    assert (contact.details.email, contact.new_email, contact.user_key) == (NEW, "", NEW)


def test_the_form_saved_again_with_the_same_address_sends_nothing_and_with_the_old_one_takes_it_back() -> None:
    world = World()
    form = answered(world, typed=NEW)
    mailed(world)
    save(world, form, NEW, mobile_phone="555 0100")
    address_mails_sent(world)
    assert [mail.to for mail in world.mailer.sent].count(NEW) == 1
    save(world, form, MARIA)
    assert saved(world, form).new_email == ""


def test_the_form_mails_no_more_addresses_than_the_limit_says_and_a_refused_one_changes_nothing() -> None:
    world = World()
    form = answered(world, typed=NEW)
    for number in range(NEW_ADDRESS.most - 1):
        save(world, form, f"somebody{number}@example.net")
    before = saved(world, form)
    with pytest.raises(TooManyTries):
        save(world, form, OTHER)
    assert saved(world, form) == before


def test_a_form_that_is_still_open_ends_once_its_contact_has_moved() -> None:
    world = World()
    form = answered(world, typed=NEW)
    confirm(world, mailed(world))
    with pytest.raises(LinkCompleted):
        read_answer(form, world.services)
    with pytest.raises(LinkCompleted):
        save(world, form, MARIA)
    assert len(world.store.all(ParentContact)) == 1


def test_what_another_parent_has_recorded_is_no_address_that_its_reader_has_typed() -> None:
    world, student = World(), a_student("Ana")
    recorded = a_contact(student, id="c1", details=details(email="mariaa@example.org"))
    world.store.save(Change.new(recorded))
    token = invited(world, student.linked_to("c1"), id="f" * 24, contact_id="c1", kind=MailKind.CHECK_CONTACT)
    form = begin_answer(token, Visitor(VISITOR, ""), world.services).token
    save(world, form, "mariaa@example.org")
    assert (maria(world).details.email, maria(world).new_email) == (MARIA, "")


# ------------------------------------------------------------ at once, and dying in between
def _ask(world: World, services: Services) -> None:
    user = user_at(world, MARIA)
    assert user
    change_address(by(user), logged_in(world), NEW, PASSWORD, services)


def test_whoever_dies_at_any_point_of_asking_can_ask_again() -> None:
    for at, before in crash_points(_calls(_ask, a_world)):
        world = a_world()
        with pytest.raises(PulledThePlug):
            _ask(world, wired(world.services, Plug(at, before)))
        _ask(world, world.services)
        confirm(world, mailed(world))
        assert maria(world).details.email == NEW


def test_whoever_dies_at_any_point_of_the_press_leaves_all_or_nothing_and_the_former_address_is_told() -> None:
    tokens: dict[int, str] = {}

    def ready() -> World:
        world = a_world()
        tokens[id(world)] = asked(world)
        return world

    def press(world: World, services: Services) -> None:
        confirm_new_address(tokens[id(world)], VISITOR, "", SOURCE, services)

    for at, before in crash_points(_calls(press, ready)):
        world = ready()
        with pytest.raises(PulledThePlug):
            press(world, wired(world.services, Plug(at, before)))
        moved = user_at(world, NEW) is not None
        assert moved == (maria(world).user_key == NEW) == (user_at(world, MARIA) is None)
        address_mails_sent(world)
        assert [mail.to for mail in world.mailer.sent if mail.subject == "address_changed"] == [MARIA] * moved
        press(world, world.services)
        address_mails_sent(world)
        assert [mail.to for mail in world.mailer.sent if mail.subject == "address_changed"] == [MARIA]
        assert maria(world).user_key == NEW


def test_whoever_dies_while_the_email_is_sent_never_leaves_two_links_that_work() -> None:
    def ready() -> World:
        world = a_world()
        change(world)
        return world

    def send(world: World, services: Services) -> None:
        address_mails_sent(world, services)

    for at, before in crash_points(_calls(send, ready)):
        world = ready()
        queued = list(world.queue.new_addresses)
        with pytest.raises(PulledThePlug):
            send(world, wired(world.services, Plug(at, before)))
        world.queue.new_addresses = queued
        address_mails_sent(world)
        assert len(world.mailer.sent) <= 1
        _ask(world, world.services)
        confirm(world, mailed(world))


def _calls(operation: Callable[[World, Services], None], ready: Callable[[], World]) -> int:
    plug, world = Plug(), ready()
    operation(world, wired(world.services, plug))
    return plug.calls
