"""Log in by a mailed link or its code: every way in, and every way around it that somebody may try."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from homeroom.domain.accounts.log_in_mail import (
    LASTS,
    MOST_TRIES,
    LogInLink,
    LogInMail,
    LogInOver,
    LogInRequest,
    read_code,
)
from homeroom.domain.accounts.session import Session, SessionKind
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.invite import A_MOMENT
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.email_address import InvalidEmail
from homeroom.domain.kernel.limits import (
    LINK_MAIL_FROM,
    LOG_IN_MAIL,
    LOG_IN_MAIL_ADDRESS,
    WRONG_LINK,
    WRONG_LOG_IN_CODE,
    TooManyTries,
)
from homeroom.domain.kernel.token import digest, new_token
from homeroom.domain.mail.address_block import AddressBlock, BlockReason
from homeroom.domain.mail.mail import MailState
from homeroom.domain.mail.mail_reason import MailReason
from homeroom.use_cases.accounts.choose_who import choose_who
from homeroom.use_cases.accounts.sessions import find_session, find_user
from homeroom.use_cases.accounts.use_log_in_mail import (
    Entered,
    NoCode,
    WrongCode,
    awaits_code,
    look_at_link,
    use_code,
    use_link,
)
from homeroom.use_cases.invitations.ask_for_log_in import ask_for_log_in
from homeroom.use_cases.mail.send_log_in import send_log_in
from homeroom.use_cases.ports.mailer import MailNotSent, Others
from homeroom.use_cases.ports.services import Services
from tests.factories import a_contact, a_parent_user, a_student, an_admin, details
from tests.fakes import World
from tests.fakes.invitations import address_of
from tests.steps.invited import MARIA, invited
from tests.steps.log_in_mail import another, log_ins_sent, newest_secrets
from tests.steps.meanwhile import Meanwhile
from tests.steps.plug import Plug, PulledThePlug, crash_points, wired

HERE, ELSEWHERE = new_token(), new_token()
"""The cookies of two browsers."""
VISITOR = "192.0.2.1"
BY_LINK, BY_CODE = "POST /login/link/{token}", "POST /login/code"
ADMIN = an_admin()


def a_world(*more: User) -> World:
    """With a parent who has answered, and perhaps others."""
    world = World()
    contact = a_contact(a_student(), id="c1", details=details(email=MARIA))
    world.store.save(
        Change.new(contact), Change.new(a_parent_user(contact, id="u1", email=MARIA)), *map(Change.new, more)
    )
    return world


def ask(world: World, email: str = MARIA, browser: str = HERE, visitor: str = VISITOR) -> None:
    ask_for_log_in(email, browser, visitor, world.services)


def asked(world: World, email: str = MARIA, browser: str = HERE) -> tuple[str, str]:
    """The token and the code in the email that came."""
    ask(world, email, browser)
    log_ins_sent(world)
    return newest_secrets(world.mailer.sent)


def press(world: World, token: str) -> Entered:
    return use_link(token, VISITOR, BY_LINK, world.services)


def type_code(world: World, code: str, browser: str = HERE) -> Entered:
    return use_code(code, browser, BY_CODE, world.services)


def user_behind(world: World, entered: Entered) -> User | None:
    return find_user(entered.started.token, world.services)


def tries_left(world: World, code: str, browser: str = HERE) -> int:
    with pytest.raises(WrongCode) as wrong:
        type_code(world, code, browser)
    return wrong.value.tries_left


def nobody_gets_in(world: World, token: str, code: str, browser: str = HERE) -> None:
    with pytest.raises(LogInOver):
        look_at_link(token, VISITOR, world.services)
    with pytest.raises(LogInOver):
        press(world, token)
    with pytest.raises((WrongCode, LogInOver)):
        type_code(world, code, browser)
    assert world.store.all(Session) == []


# ---------------------------------------------------------------- the ways in
def test_the_link_logs_in_from_whatever_browser_and_that_is_recorded() -> None:
    world = a_world()
    token, _ = asked(world)
    user = user_behind(world, press(world, token))
    assert user
    assert (user.email, user.contact_id) == (MARIA, "c1")
    [entry] = world.store.all(AuditEntry)
    assert (entry.action, entry.actor, entry.source) == (AuditAction.LOGGED_IN_BY_LINK, user.id, BY_LINK)


@pytest.mark.parametrize("written", ["{}", " {} ", "{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}", "fullwidth"])
def test_the_code_logs_in_the_browser_that_asked_however_it_is_typed(written: str) -> None:
    world = a_world()
    _, code = asked(world)
    wide = "".join(chr(ord(sign) - ord("0") + ord("０")) for sign in code)
    entered = type_code(world, wide if written == "fullwidth" else written.format(code))
    assert user_behind(world, entered)


def test_such_a_log_in_proves_for_a_quarter_of_an_hour_that_its_holder_reads_the_mailbox() -> None:
    world = a_world()
    token = press(world, asked(world)[0]).started.token
    session = find_session(token, SessionKind.LOGGED_IN, world.services)
    assert session
    assert session.proves_mailbox(world.clock() + timedelta(minutes=14))
    assert not session.proves_mailbox(world.clock() + timedelta(minutes=15))


def test_two_parents_who_share_an_address_say_who_they_are() -> None:
    world = a_world()
    second = a_contact(a_student(), id="c2", details=details("Luis", email=MARIA))
    user = world.services.access.user(MARIA)
    assert user
    world.store.save(Change.new(second), Change(user, user.also_read_by("c2")))
    entered = press(world, asked(world)[0])
    assert "names: ('María García', 'Luis García')" in world.mailer.sent[-1].text
    undecided = user_behind(world, entered)
    assert undecided
    assert undecided.contact_id == ""
    choose_who(entered.started.token, "c2", world.services)
    chosen = user_behind(world, entered)
    assert chosen
    assert chosen.contact_id == "c2"


def test_looking_at_the_link_changes_nothing_however_often() -> None:
    world = a_world()
    token, _ = asked(world)
    before = world.state()
    for _ in range(50):
        assert look_at_link(token, VISITOR, world.services).email == MARIA
        assert awaits_code(HERE, world.services)
    assert world.state() == before


# ---------------------------------------------------------------- once
def test_a_link_that_was_used_logs_in_nobody_again() -> None:
    world = a_world()
    token, _ = asked(world)
    press(world, token)
    for _ in range(2):
        with pytest.raises(LogInOver):
            press(world, token)
    assert len(world.store.all(Session)) == 1


def test_a_machine_that_presses_the_button_uses_up_the_link_and_the_code_still_works() -> None:
    world = a_world()
    token, code = asked(world)
    press(world, token)
    with pytest.raises(LogInOver):
        press(world, token)
    assert user_behind(world, type_code(world, code))


def test_a_code_that_was_used_ends_the_link_as_well() -> None:
    world = a_world()
    token, code = asked(world)
    type_code(world, code)
    with pytest.raises(LogInOver):
        press(world, token)
    assert tries_left(world, code) == MOST_TRIES - 2


@pytest.mark.parametrize("by_code", [False, True])
def test_of_two_who_come_at_once_one_gets_in(by_code: bool) -> None:
    def enter(world: World, services: Services, token: str, code: str) -> None:
        if by_code:
            use_code(code, HERE, BY_CODE, services)
        else:
            use_link(token, VISITOR, BY_LINK, services)

    world = a_world()
    token, code = asked(world)
    counting = Plug()
    enter(world, wired(world.services, counting), token, code)
    for at in range(1, counting.calls + 1):
        world = a_world()
        token, code = asked(world)
        other = Meanwhile(at, lambda w=world, t=token, c=code: enter(w, w.services, t, c))  # type: ignore[misc]
        with pytest.raises((LogInOver, WrongCode)):
            enter(world, wired(world.services, other), token, code)
        assert len(world.store.all(Session)) == 1


# ---------------------------------------------------------------- in time
def test_after_a_quarter_of_an_hour_neither_works() -> None:
    world = a_world()
    token, code = asked(world)
    world.clock.wait(LASTS - timedelta(seconds=2))
    look_at_link(token, VISITOR, world.services)
    world.clock.wait(timedelta(seconds=2))
    nobody_gets_in(world, token, code)


def test_the_quarter_of_an_hour_begins_with_the_email_if_that_had_to_wait() -> None:
    world = a_world()
    ask(world)
    world.clock.wait(timedelta(minutes=14))
    log_ins_sent(world)
    token, code = newest_secrets(world.mailer.sent)
    world.clock.wait(timedelta(minutes=14))
    look_at_link(token, VISITOR, world.services)
    assert user_behind(world, type_code(world, code))


def test_an_email_that_would_come_too_late_is_not_sent() -> None:
    world = a_world()
    ask(world)
    world.clock.wait(LASTS)
    log_ins_sent(world)
    assert (world.mailer.sent, world.queue.log_ins) == ([], [])


# ---------------------------------------------------------------- the newest
def test_a_newer_email_ends_the_older_ones_link_and_code() -> None:
    world = a_world()
    old_token, old_code = asked(world)
    world.clock.wait(A_MOMENT)
    ask(world)
    nobody_gets_in(world, old_token, old_code)
    log_ins_sent(world)
    _, code = newest_secrets(world.mailer.sent)
    nobody_gets_in(world, old_token, old_code if old_code != code else another(code))
    assert user_behind(world, type_code(world, code))


def test_asked_for_in_another_browser_the_code_works_there_alone_and_the_link_everywhere() -> None:
    world = a_world()
    _, old_code = asked(world)
    token, code = asked(world, browser=ELSEWHERE)
    assert tries_left(world, code) == 4
    assert tries_left(world, old_code) == 3
    assert user_behind(world, press(world, token))
    assert user_behind(world, type_code(world, code, ELSEWHERE))


def test_a_code_in_a_browser_that_asked_for_nothing_is_not_even_compared() -> None:
    world = a_world()
    _, code = asked(world)
    with pytest.raises(LogInOver):
        type_code(world, code, ELSEWHERE)
    assert user_behind(world, type_code(world, code))


def test_pressed_twice_it_is_asked_once() -> None:
    world = a_world()
    for _ in range(3):
        ask(world)
    log_ins_sent(world)
    assert len(world.mailer.sent) == 1
    assert user_behind(world, type_code(world, newest_secrets(world.mailer.sent)[1]))


def test_whoever_asked_before_the_address_was_proved_gets_an_email_as_soon_as_it_is() -> None:
    world = World()
    ask(world)
    contact = a_contact(a_student(), id="c1", details=details(email=MARIA))
    world.store.save(Change.new(contact), Change.new(a_parent_user(contact, id="u1", email=MARIA)))
    token, _ = asked(world)
    assert user_behind(world, press(world, token))


# ---------------------------------------------------------------- guessing
@pytest.mark.parametrize("by_code", [False, True])
def test_asked_again_right_after_it_was_used_another_email_comes(by_code: bool) -> None:
    world = a_world()
    token, code = asked(world)
    if by_code:
        type_code(world, code)
    else:
        press(world, token)
    newer, _ = asked(world)
    assert newer != token
    assert user_behind(world, press(world, newer))


def test_five_wrong_codes_and_the_right_one_is_dead() -> None:
    world = a_world()
    token, code = asked(world)
    assert [tries_left(world, another(code)) for _ in range(MOST_TRIES)] == [4, 3, 2, 1, 0]
    with pytest.raises(LogInOver):
        type_code(world, code)
    assert not awaits_code(HERE, world.services)
    assert user_behind(world, press(world, token)), "who reads the email is not locked out by who guesses"


def test_however_many_codes_are_tried_at_once_no_more_than_five_are_compared() -> None:
    world = a_world()
    _, code = asked(world)

    def five_others() -> None:
        for _ in range(MOST_TRIES):
            tries_left(world, another(code))

    counting = Plug()
    with pytest.raises(WrongCode):
        use_code(another(code), HERE, BY_CODE, wired(world.services, counting))
    for at in (1, 2):  # before its own try is counted
        world = a_world()
        _, code = asked(world)
        with pytest.raises(LogInOver):
            use_code(code, HERE, BY_CODE, wired(world.services, Meanwhile(at, five_others)))


def test_pressing_the_button_again_gives_no_more_tries_for_the_same_code() -> None:
    world = a_world()
    _, code = asked(world)
    for _ in range(3):
        tries_left(world, another(code))
    ask(world)
    assert tries_left(world, another(code)) == 1


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12a456", "½½½½½½", "１２３４５", "-123456-7"])
def test_what_is_no_code_is_no_try(typed: str) -> None:
    world = a_world()
    _, code = asked(world)
    for _ in range(10):
        with pytest.raises(NoCode):
            type_code(world, typed)
    assert user_behind(world, type_code(world, code))


def test_a_code_is_read_in_the_digits_of_any_script() -> None:
    assert read_code("٠٤٢ ٩١٧") == read_code("042-917") == "042917"


def test_from_one_network_address_no_more_than_thirty_links_a_minute_are_tried() -> None:
    world = a_world()
    for number in range(WRONG_LINK.most):
        with pytest.raises(LogInOver):
            press(world, f"{number:043}")
    with pytest.raises(TooManyTries):
        press(world, new_token())


# ---------------------------------------------------------------- asked often
@pytest.mark.parametrize(("networks", "most"), [(1, LOG_IN_MAIL.most), (50, LOG_IN_MAIL_ADDRESS.most)])
def test_asked_for_again_and_again_an_address_gets_few_emails_an_hour_and_nobody_is_told(
    networks: int, most: int
) -> None:
    world = a_world()
    for number in range(25):
        ask(world, browser=f"{number:043}", visitor=f"192.0.2.{number % networks}")
        log_ins_sent(world)
        world.clock.wait(timedelta(seconds=5))
    assert len(world.mailer.sent) == most
    token, _ = newest_secrets(world.mailer.sent)
    assert user_behind(world, press(world, token)), "whoever has asked so often has not made the last one useless"


def test_a_stranger_who_asks_for_an_address_does_not_use_up_its_owners_emails() -> None:
    world = a_world()
    for number in range(LOG_IN_MAIL.most + 1):
        ask(world, browser=f"{number:043}", visitor="198.51.100.7")
        world.clock.wait(A_MOMENT)
    token, _ = asked(world)
    assert user_behind(world, press(world, token))


def test_after_ten_wrong_codes_of_a_day_an_address_takes_links_alone() -> None:
    world, code = a_world(), ""
    for number in range(WRONG_LOG_IN_CODE.most):
        if number % 5 == 0:
            world.clock.wait(timedelta(hours=1))
            token, code = asked(world)
        tries_left(world, another(code))
    world.clock.wait(timedelta(hours=1))
    token, code = asked(world)
    with pytest.raises(LogInOver):
        type_code(world, code)
    assert user_behind(world, press(world, token))


def test_from_one_network_address_somebody_asks_thirty_times_an_hour_and_then_is_told() -> None:
    world = a_world()
    for number in range(LINK_MAIL_FROM.most):
        ask(world, email=f"p{number}@example.org")
    for email in (MARIA, "nobody@example.org"):
        before = world.clock()
        with pytest.raises(TooManyTries):
            ask(world, email)
        assert world.clock() - before == timedelta(seconds=1)
    ask(world, visitor="192.0.2.2")


def test_an_address_asked_for_once_too_often_keeps_the_code_of_the_same_browser_with_the_tries_that_are_left() -> None:
    world, code = a_world(), ""
    for _ in range(LOG_IN_MAIL.most):
        _, code = asked(world)
        world.clock.wait(A_MOMENT)
    tries_left(world, another(code))
    ask(world)
    assert tries_left(world, another(code)) == 3
    assert user_behind(world, type_code(world, code))


# ---------------------------------------------------------------- whom it tells what
KNOWN, INVITED, UNKNOWN, BLOCKED = MARIA, "invited@example.org", "nobody@example.org", "blocked@example.org"


def with_everybody() -> World:
    world = a_world(ADMIN, a_parent_user(a_contact(id="c3"), id="u-blocked", email=BLOCKED))
    invited(world, a_student("Ana"), email=INVITED)
    world.store.save(
        Change.new(AddressBlock(address=address_of(BLOCKED), reason=BlockReason.BOUNCED, since=world.clock()))
    )
    world.clock.wait(timedelta(hours=1))
    world.mailer.sent.clear()
    return world


@pytest.mark.parametrize("email", [KNOWN, INVITED, BLOCKED, ADMIN.email])
def test_every_address_gets_the_same_answer_in_the_same_time_and_the_same_tries(email: str) -> None:
    unknown = what_is_seen(UNKNOWN)
    assert what_is_seen(email) == unknown
    assert {timedelta(seconds=1), "awaits a code: True", "awaits a code: False", 4, 0, "over"} <= set(unknown)


def what_is_seen(email: str) -> list[object]:
    """By somebody who asks at different paces, also too often, and types codes that are wrong."""
    world = with_everybody()
    seen: list[object] = []
    for number in range(LOG_IN_MAIL.most + 3):
        before = world.clock()
        ask(world, email)
        seen.append(world.clock() - before)
        log_ins_sent(world)
        seen.append(f"awaits a code: {awaits_code(HERE, world.services)}")
        for _ in range(2 * number % 7):
            try:
                seen.append(tries_left(world, no_code_of(world)))
            except LogInOver:
                seen.append("over")
        world.clock.wait(A_MOMENT * (number % 2))
    return seen


def no_code_of(world: World) -> str:
    codes = {newest_secrets([mail])[1] for mail in world.mailer.sent if "/login/link/" in mail.text}
    return min({f"{number:06}" for number in range(100)} - codes)


def test_an_address_that_was_only_invited_gets_its_invitation_again_and_nothing_else() -> None:
    world = with_everybody()
    for _ in range(10):
        ask(world, INVITED)
        world.clock.wait(A_MOMENT * 2)
    [invitation] = world.store.all(Invitation)
    assert world.queue.mails == [(invitation.id, number) for number in (2, 3, 4)], "as often as it may be asked for"
    assert (world.queue.log_ins, world.store.all(LogInMail)) == ([], [])


def test_an_unknown_address_gets_nothing_and_nothing_is_kept_by_which_it_could_be_read() -> None:
    world = with_everybody()
    ask(world, UNKNOWN)
    assert (world.queue.mails, world.queue.log_ins, world.mailer.sent) == ([], [], [])
    [request] = world.store.all(LogInRequest)
    assert UNKNOWN not in repr(request)


def test_an_address_whose_parents_are_gone_is_as_one_that_was_never_proved() -> None:
    world = a_world()
    user = world.services.access.user(MARIA)
    assert user
    world.store.save(Change(user, user.no_longer_read_by("c1")))
    ask(world)
    assert world.queue.log_ins == []


def test_a_user_who_is_gone_once_the_email_came_does_not_get_in() -> None:
    world = a_world()
    token, code = asked(world)
    user = world.services.access.user(MARIA)
    assert user
    world.store.save(Change(user, user.no_longer_read_by("c1")))
    with pytest.raises(LogInOver):
        press(world, token)
    with pytest.raises(LogInOver):
        type_code(world, code)
    assert world.store.all(Session) == []


def test_what_is_no_address_is_said_at_once() -> None:
    world = a_world()
    with pytest.raises(InvalidEmail):
        ask(world, "nobody")


@pytest.mark.parametrize(
    ("reason", "sent"), [(BlockReason.BOUNCED, 0), (BlockReason.COMPLAINED, 0), (BlockReason.UNSUBSCRIBED, 1)]
)
def test_who_wanted_no_more_invitations_gets_what_they_ask_for_and_a_mailbox_that_refuses_gets_none(
    reason: BlockReason, sent: int
) -> None:
    world = a_world()
    world.store.save(Change.new(AddressBlock(address=address_of(MARIA), reason=reason, since=world.clock())))
    ask(world)
    log_ins_sent(world)
    assert (len(world.mailer.sent), world.queue.log_ins) == (sent, [])


def test_no_secret_is_kept_in_clear_or_lies_in_a_queue() -> None:
    world = a_world()
    ask(world)
    [message] = world.queue.log_ins
    assert message == ("u1", 1, timedelta())
    log_ins_sent(world)
    token, code = newest_secrets(world.mailer.sent)
    kept = repr(world.store.state())
    assert not [secret for secret in (token, code, HERE, digest(code)) if secret in kept]
    assert world.store.one(LogInLink, digest(token))


# ---------------------------------------------------------------- what the mail service may answer
def test_while_the_account_may_not_send_the_email_is_asked_for_again_as_long_as_it_is_of_use() -> None:
    world = a_world()
    stop = MailNotSent(MailState.DEFERRED, MailReason.SENDING_PAUSED, Others.STOP)
    world.mailer.failures = [stop]
    ask(world)
    for _ in range(20):
        log_ins_sent(world)
        world.clock.wait(timedelta(minutes=1))
    assert (world.mailer.sent, world.queue.log_ins) == ([], [])


@pytest.mark.parametrize("others", [Others.SLOW_DOWN, Others.GO_ON])
def test_an_email_that_the_mail_service_does_not_take_now_goes_out_a_minute_later_with_secrets_of_its_own(
    others: Others,
) -> None:
    world = a_world()
    world.mailer.failures = [MailNotSent(MailState.DEFERRED, MailReason.TOO_FAST, others)]
    ask(world)
    log_ins_sent(world)
    assert world.queue.log_ins == [("u1", 1, timedelta(minutes=1))]
    world.clock.wait(timedelta(minutes=1))
    log_ins_sent(world)
    token, _ = newest_secrets(world.mailer.sent)
    assert user_behind(world, press(world, token))
    assert len(world.store.all(LogInLink)) == 2


@pytest.mark.parametrize("state", [MailState.REFUSED, MailState.SEND_UNCONFIRMED])
def test_an_email_that_was_refused_or_perhaps_sent_is_not_sent_again(state: MailState) -> None:
    world = a_world()
    world.mailer.failures = [MailNotSent(state, MailReason.UNREACHABLE)]
    ask(world)
    for _ in range(3):
        log_ins_sent(world)
        world.queue.log_ins.append(("u1", 1, timedelta()))
    assert (world.mailer.sent, world.mailer.failures) == ([], [])


def test_an_invocation_without_time_for_one_more_asks_for_it_again() -> None:
    world = a_world()
    ask(world)
    world.queue.log_ins.clear()
    send_log_in("u1", 1, world.services, lambda: False)
    assert (world.mailer.sent, world.queue.log_ins) == ([], [("u1", 1, timedelta(seconds=1))])


# ---------------------------------------------------------------- a process that dies
def test_asking_that_dies_anywhere_is_made_good_by_the_next_press() -> None:
    counting = Plug()
    ask_for_log_in(MARIA, HERE, VISITOR, wired(a_world().services, counting))
    for at, before in crash_points(counting.calls):
        world = a_world()
        with pytest.raises(PulledThePlug):
            ask_for_log_in(MARIA, HERE, VISITOR, wired(world.services, Plug(at, before)))
        ask(world)
        log_ins_sent(world)
        assert len(world.mailer.sent) == 1
        assert user_behind(world, type_code(world, newest_secrets(world.mailer.sent)[1]))


def test_a_sender_that_dies_anywhere_sends_no_email_twice_and_none_that_does_not_work() -> None:
    def asked_for() -> World:
        world = a_world()
        ask(world)
        return world

    def sent(world: World, services: Services) -> None:
        log_ins_sent(world, services)

    counting, world = Plug(), asked_for()
    sent(world, wired(world.services, counting))
    for at, before in crash_points(counting.calls):
        world = asked_for()
        with pytest.raises(PulledThePlug):
            sent(world, wired(world.services, Plug(at, before)))
        world.queue.log_ins = [("u1", 1, timedelta())]
        sent(world, world.services)
        assert len(world.mailer.sent) <= 1
        if world.mailer.sent:
            assert user_behind(world, type_code(world, newest_secrets(world.mailer.sent)[1]))
        world.clock.wait(A_MOMENT)
        assert user_behind(world, press(world, asked(world)[0])), "another one can be asked for"


@pytest.mark.parametrize(
    "enter",
    [
        lambda services, token, _: use_link(token, VISITOR, BY_LINK, services),
        lambda services, _, code: use_code(code, HERE, BY_CODE, services),
    ],
    ids=["link", "code"],
)
def test_entering_that_dies_anywhere_lets_in_once_or_leaves_the_other_way(
    enter: Callable[[Services, str, str], object],
) -> None:
    counting, world = Plug(), a_world()
    enter(wired(world.services, counting), *asked(world))
    for at, before in crash_points(counting.calls):
        world = a_world()
        token, code = asked(world)
        with pytest.raises(PulledThePlug):
            enter(wired(world.services, Plug(at, before)), token, code)
        sessions = len(world.store.all(Session))
        assert sessions == len(world.store.all(AuditEntry)) <= 1
        if not sessions:
            assert user_behind(world, type_code(world, code))
