"""Registration spans our table and the password service: whatever breaks in between, a second try gets there."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest

from homeroom.domain.accounts.password import PasswordProblem, WeakPassword
from homeroom.domain.accounts.user import PasswordBeingSet, User
from homeroom.domain.families.parent_contact import FilledForm, ParentContact, Relation
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.change import Conflict
from homeroom.domain.mail.mail import DeliveryReport, MailState
from homeroom.use_cases.accounts.log_in import log_in
from homeroom.use_cases.accounts.sessions import find_user, start_answering
from homeroom.use_cases.answers.answer import AnswerOver
from homeroom.use_cases.answers.register_parent import RegisteredAlready, register_parent
from homeroom.use_cases.answers.save_contact import save_contact
from homeroom.use_cases.mail.record_delivery import record_delivery
from homeroom.use_cases.ports.passwords import WrongPassword
from tests.factories import a_student, details
from tests.fakes import World
from tests.steps.invited import MARIA, invited, send_all, the_invitation
from tests.steps.meanwhile import Meanwhile
from tests.steps.plug import Plug, PulledThePlug, crash_points, wired

TEN = 10
SOURCE = "POST /answer/register"
PASSWORD, OTHER = "correct-horse-battery", "another-long-password"


def answered() -> tuple[World, str]:
    """A parent has saved the form; the cookie of it."""
    world = World()
    student = a_student()
    invited(world, student)
    token = start_answering(the_invitation(world).id, world.services).token
    save_contact(token, FilledForm(details(), {student.id: Relation()}), world.services)
    return world, token


def assert_registered(world: World, password: str) -> None:
    [user], [contact] = world.store.all(User), world.store.all(ParentContact)
    assert (user.has_password, user.contact_id) == (True, contact.id)
    assert contact.registered
    assert world.store.all(Invitation)[0].registered_at
    assert log_in(MARIA, password, "1.2.3.4", "POST /login", world.services)


def test_a_registration_that_dies_anywhere_is_finished_by_the_second_try(
    record_figure: Callable[[str, int], None],
) -> None:
    """The user may have been made, and our own write may have failed."""
    world, token = answered()
    plug = Plug()
    register_parent(token, PASSWORD, SOURCE, wired(world.services, plug))
    assert plug.calls >= 5
    for at, before in crash_points(plug.calls):
        world, token = answered()
        with pytest.raises(PulledThePlug):
            register_parent(token, PASSWORD, SOURCE, wired(world.services, Plug(at, before)))
        world.clock.wait(timedelta(minutes=1))  # whoever claimed the password is surely gone
        with suppress(AnswerOver):  # it was done, and nobody heard of it
            register_parent(token, PASSWORD, SOURCE, world.services)
        assert_registered(world, PASSWORD)
    record_figure("crash points of a registration", 2 * plug.calls)


def test_a_report_on_a_mail_that_comes_meanwhile_keeps_nobody_from_registering() -> None:
    """The mail that confirms the form is reported on in the very seconds in which its parent sets a password."""

    def report(world: World) -> None:
        mail_id = f"{the_invitation(world).id}-{the_invitation(world).send_number}"
        record_delivery(DeliveryReport(mail_id, "message", MailState.DELIVERED), world.services)

    def answered_and_confirmed() -> tuple[World, str]:
        world, token = answered()
        send_all(world)
        return world, token

    counting = Plug()
    world, token = answered_and_confirmed()
    register_parent(token, PASSWORD, SOURCE, wired(world.services, counting))
    for at in range(1, counting.calls + 1):
        world, token = answered_and_confirmed()
        register_parent(token, PASSWORD, SOURCE, wired(world.services, Meanwhile(at, partial(report, world))))
        assert_registered(world, PASSWORD)


def test_while_the_password_service_is_down_nobody_is_half_registered() -> None:
    world, token = answered()
    world.passwords.broken = True
    for _ in range(3):
        with pytest.raises(ConnectionError):
            register_parent(token, PASSWORD, SOURCE, world.services)
    world.passwords.broken = False
    assert not any(user.has_password for user in world.store.all(User))
    with pytest.raises(WrongPassword):
        log_in(MARIA, PASSWORD, "1.2.3.4", "POST /login", world.services)
    register_parent(token, OTHER, SOURCE, world.services)
    assert_registered(world, OTHER)


def test_the_password_of_a_try_that_was_never_finished_opens_nothing() -> None:
    world, token = answered()
    writes = 0
    real = world.store.save

    def save(*changes: object) -> None:
        nonlocal writes
        writes += 1
        if writes == 2:  # the user is claimed, the password set; this is the write that activates
            raise ConnectionError
        real(*changes)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world.store, "save", save)
        with pytest.raises(ConnectionError):
            register_parent(token, PASSWORD, SOURCE, world.services)
    with pytest.raises(WrongPassword):
        log_in(MARIA, PASSWORD, "1.2.3.4", "POST /login", world.services)
    with pytest.raises(PasswordBeingSet):
        register_parent(token, OTHER, SOURCE, world.services)
    world.clock.wait(timedelta(minutes=1))
    register_parent(token, OTHER, SOURCE, world.services)
    assert_registered(world, OTHER)


def test_a_password_that_is_refused_leaves_the_form_open_for_another_one() -> None:
    world, token = answered()
    with pytest.raises(WeakPassword):
        register_parent(token, "short", SOURCE, world.services)
    register_parent(token, PASSWORD, SOURCE, world.services)
    assert_registered(world, PASSWORD)


@pytest.mark.parametrize("word", ["OurSchool", "garcia", "maria@example", "lucia", "noe"])
def test_a_password_of_the_schools_or_the_familys_words_is_refused(word: str) -> None:
    """The name in the invitation and the one in the form, the address, the student."""
    world = World()
    student = a_student()
    invited(world, student, parent_name="María García")
    token = start_answering(the_invitation(world).id, world.services).token
    save_contact(token, FilledForm(details("Lucía"), {student.id: Relation()}), world.services)
    with pytest.raises(WeakPassword) as refused:
        register_parent(token, f"{word}-20262027", SOURCE, world.services)
    assert refused.value.message.is_(PasswordProblem.OWN_WORDS)
    assert not world.passwords.passwords


def test_sent_a_second_time_it_changes_no_password() -> None:
    """The form ends with the registration."""
    world, token = answered()
    register_parent(token, PASSWORD, SOURCE, world.services)
    with pytest.raises(AnswerOver):
        register_parent(token, OTHER, SOURCE, world.services)
    assert_registered(world, PASSWORD)


def test_whoever_registers_is_logged_in() -> None:
    world, token = answered()
    started = register_parent(token, PASSWORD, SOURCE, world.services)
    user = find_user(started.token, world.services)
    assert user
    assert user.email == MARIA


def test_of_ten_who_register_at_once_one_is_told_so_and_their_password_is_kept() -> None:
    """Each of them begins while the one before is at the same call."""
    counting = Plug()
    world, token = answered()
    register_parent(token, PASSWORD, SOURCE, wired(world.services, counting))
    for at in range(1, counting.calls + 1):
        world, token = answered()
        told = all_at_once(world, token, at)
        [user] = world.store.all(User)
        assert [world.passwords.passwords[user.id]] == told


def all_at_once(world: World, token: str, at: int) -> list[str]:
    """The passwords of those who were told that they are registered."""
    told: list[str] = []

    def register(number: int) -> None:
        if number > TEN:
            return
        meanwhile = Meanwhile(at, partial(register, number + 1))
        with suppress(PasswordBeingSet, AnswerOver, RegisteredAlready, Conflict):
            register_parent(token, f"chosen-by-number-{number}", SOURCE, wired(world.services, meanwhile))
            told.append(f"chosen-by-number-{number}")

    register(1)
    return told
