"""Sending: once, at the account's pace, only what is wanted still, and not while sending is paused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.mail.address_block import AddressBlock, AddressBlocked, BlockNotice, BlockReason
from homeroom.domain.mail.mail import CALL_IS_OVER, REPORTS_COME, MailKind, MailState
from homeroom.domain.mail.mail_reason import MailReason
from homeroom.domain.mail.rate_limiter import RateLimiter
from homeroom.domain.site.site_settings import ParentsInvite, SiteSettings
from homeroom.use_cases.invitations.invite_parent import Invitee, invite_parent
from homeroom.use_cases.mail.record_delivery import record_delivery
from homeroom.use_cases.mail.send_invite import send_invites
from homeroom.use_cases.mail.sending_notice import sending_notice
from homeroom.use_cases.mail.settle_mails import settle_mails
from homeroom.use_cases.ports.mailer import OutgoingMail
from homeroom.use_cases.ports.renderer import EmailContext
from tests.factories import YEAR, a_contact, an_admin, by, by_admin, with_answer
from tests.fakes import Rendered
from tests.fakes.invitations import address_of
from tests.fakes.strict_ses import Answer
from tests.steps.outbox_world import OutboxWorld
from tests.steps.plug import Plug, PulledThePlug, crash_points, wired

Key = tuple[str, int]
NO_MAILBOX = message(MailReason.NO_SUCH_MAILBOX)


def invited(world: OutboxWorld, mails: int) -> list[Key]:
    return [key_of(world.invite(world.a_student(n), f"p{n}@example.org")) for n in range(mails)]


def key_of(invitation: Invitation) -> Key:
    return invitation.id, invitation.send_number


def state(world: OutboxWorld, key: Key) -> tuple[MailState, Message | None]:
    mail = world.services.mails.get(*key)
    assert mail
    return mail.state, mail.reason


def rate_limiter(world: OutboxWorld) -> RateLimiter:
    stored = world.services.mails.rate_limiter()
    assert stored
    return stored


# ------------------------------------------------------------ once
def test_a_message_that_comes_twice_at_once_leaves_the_call_in_flight_alone() -> None:
    world = OutboxWorld()
    [key] = invited(world, 1)
    states = []

    def meanwhile(_: OutgoingMail) -> None:
        send_invites([key], world.services)
        states.append(state(world, key)[0])

    world.ses.during_a_call = meanwhile
    send_invites([key], world.services)
    assert states == [MailState.SENDING]
    assert len(world.ses.calls) == 1
    assert state(world, key) == (MailState.ACCEPTED, None)


@pytest.mark.parametrize("by_scheduled_run", [True, False])
def test_a_call_that_nobody_finished_is_unknown_once_it_must_be_over(by_scheduled_run: bool) -> None:
    def settle(world: OutboxWorld, key: Key) -> None:
        settle_mails(world.services) if by_scheduled_run else send_invites([key], world.services)

    world = OutboxWorld()
    [key] = invited(world, 1)

    def die(_: OutgoingMail) -> None:
        raise PulledThePlug

    world.ses.during_a_call = die
    with pytest.raises(PulledThePlug):
        send_invites([key], world.services)
    world.clock.wait(CALL_IS_OVER - timedelta(seconds=1))
    settle(world, key)
    assert state(world, key)[0] is MailState.SENDING
    world.clock.wait(timedelta(seconds=2))
    settle(world, key)
    assert state(world, key) == (MailState.SEND_UNCONFIRMED, message(MailReason.SENDER_STOPPED))
    assert len(world.ses.calls) == 1


def test_a_sender_that_dies_anywhere_sends_once_and_loses_nothing() -> None:
    """Before and after each call to the outside; then the message comes again, and days go by."""

    def some() -> tuple[OutboxWorld, list[Key]]:
        world = OutboxWorld()
        keys = invited(world, 3)
        world.ses.answers = [Answer.TAKEN, Answer.LOST, Answer.TAKEN_AND_LOST]
        return world, keys

    world, keys = some()
    plug = Plug()
    send_invites(keys, wired(world.services, plug))
    assert plug.calls > 15
    for at, before in crash_points(plug.calls):
        world, keys = some()
        with pytest.raises(PulledThePlug):
            send_invites(keys, wired(world.services, Plug(at, before)))
        world.check()
        world.ses.answers = []
        send_invites(keys, world.services)
        world.check()
        world.settle_down()
        world.check()
        invitations = world.store.all(Invitation)
        assert {world.mail(i).state for i in invitations} == {MailState.ACCEPTED}, (at, before)
        assert {taken.mail.to for taken in world.ses.taken if world.works(taken)} == {i.email for i in invitations}


@pytest.mark.parametrize("answers", [[Answer.PAUSED], [Answer.TAKEN, Answer.TOO_FAST], [Answer.SANDBOX]])
def test_a_sender_that_dies_anywhere_around_a_no_loses_nothing(answers: list[Answer]) -> None:
    def some() -> tuple[OutboxWorld, list[Key]]:
        world = OutboxWorld()
        keys = invited(world, 2)
        world.ses.answers = list(answers)
        return world, keys

    world, keys = some()
    plug = Plug()
    send_invites(keys, wired(world.services, plug))
    for at, before in crash_points(plug.calls):
        world, keys = some()
        with pytest.raises(PulledThePlug):
            send_invites(keys, wired(world.services, Plug(at, before)))
        world.ses.answers = []
        world.settle_down()
        world.check()
        assert {world.mail(i).state for i in world.store.all(Invitation)} == {MailState.ACCEPTED}, (at, before)
        assert sending_notice(world.services) is None


def test_a_run_that_dies_anywhere_loses_nothing() -> None:
    def some() -> OutboxWorld:
        world = OutboxWorld()
        world.ses.answers = [Answer.LOST, Answer.PAUSED]
        send_invites(invited(world, 4), world.services)
        world.clock.wait(REPORTS_COME + timedelta(minutes=5))
        return world

    plug = Plug()
    settle_mails(wired(some().services, plug))
    for at, before in crash_points(plug.calls):
        world = some()
        with pytest.raises(PulledThePlug):
            settle_mails(wired(world.services, Plug(at, before)))
        world.settle_down()
        world.check()
        assert {world.mail(i).state for i in world.store.all(Invitation)} == {MailState.ACCEPTED}, (at, before)


@pytest.mark.parametrize("answer", [Answer.TAKEN, Answer.TAKEN_AND_LOST])
def test_a_report_that_is_quicker_than_our_own_write_stays(answer: Answer) -> None:
    world = OutboxWorld()
    [key] = invited(world, 1)

    class Quick:
        sending_rate, sender_address, forget = world.ses.sending_rate, world.ses.sender_address, world.ses.forget

        def send(self, mail: OutgoingMail) -> str:
            world.ses.answers = [answer]
            try:
                return world.ses.send(mail)
            finally:
                record_delivery(world.ses.report(world.ses.taken[0], MailState.DELIVERED), world.services)

    send_invites([key], replace(world.services, mailer=Quick()))
    assert state(world, key)[0] is MailState.DELIVERED


@given(st.permutations([MailState.ACCEPTED, MailState.DELAYED, MailState.CAME_BACK, MailState.DELIVERED] * 2))
def test_in_whatever_order_reports_come_the_end_is_the_same(states: list[MailState]) -> None:
    world = OutboxWorld()
    [key] = invited(world, 1)
    send_invites([key], world.services)
    for reported in states:
        record_delivery(world.ses.report(world.ses.taken[0], reported), world.services)
    assert state(world, key)[0] is MailState.DELIVERED


# ------------------------------------------------------------ what nobody heard of
@pytest.mark.parametrize("hour", [8, 22, 23], ids=["by day", "until midnight", "over midnight"])
def test_a_lost_mail_is_sent_again_after_two_hours_with_a_new_send_number(hour: int) -> None:
    world = OutboxWorld()
    world.clock.now = world.clock.now.replace(hour=hour)
    invitation = world.invite(world.a_student())
    world.ses.answers = [Answer.LOST]
    world.deliver_queue()
    world.clock.wait(timedelta(hours=1, minutes=59))
    settle_mails(world.services)
    assert world.newest(invitation).send_number == 1
    world.clock.wait(timedelta(minutes=2))
    assert settle_mails(world.services).lost == 1
    world.deliver_queue()
    assert state(world, (invitation.id, 1))[0] is MailState.LOST
    assert state(world, (invitation.id, 2))[0] is MailState.ACCEPTED


def test_a_call_that_nobody_finished_is_settled_two_hours_after_its_beginning_too() -> None:
    world = OutboxWorld()
    invitation = world.invite(world.a_student())

    def die(_: OutgoingMail) -> None:
        raise PulledThePlug

    world.ses.during_a_call = die
    with pytest.raises(PulledThePlug):
        world.deliver_queue()
    numbers = []
    for _ in range(3):
        world.clock.wait(timedelta(hours=1))
        settle_mails(world.services)
        numbers.append(world.newest(invitation).send_number)
    assert numbers == [1, 1, 2]


def test_the_report_of_a_mail_taken_for_lost_comes_after_all_and_only_the_newer_link_works() -> None:
    world = OutboxWorld()
    invitation = world.invite(world.a_student())
    world.ses.answers = [Answer.TAKEN_AND_LOST]
    world.deliver_queue()
    world.clock.wait(timedelta(days=2))
    settle_mails(world.services)
    world.deliver_queue()
    record_delivery(world.ses.report(world.ses.taken[0], MailState.DELIVERED), world.services)
    assert state(world, (invitation.id, 1))[0] is MailState.DELIVERED
    assert [world.works(taken) for taken in world.ses.taken] == [False, True]


@pytest.mark.parametrize(
    ("reported", "works", "newest"),
    [
        (MailState.ACCEPTED, [False, True], MailState.ACCEPTED),
        (MailState.DELIVERED, [False, True], MailState.ACCEPTED),
        (MailState.CAME_BACK, [False, True], MailState.ACCEPTED),
        (MailState.BOUNCED, [False], MailState.REFUSED),
        (MailState.COMPLAINED, [False], MailState.REFUSED),
    ],
)
def test_a_report_that_comes_after_two_hours_is_recorded_and_counts_for_the_newer_mail(
    reported: MailState, works: list[bool], newest: MailState
) -> None:
    """Between the run that takes the mail for lost and the newer mail: that one goes out, unless the address is
    blocked.
    """
    world = OutboxWorld()
    invitation = world.invite(world.a_student())
    world.ses.answers = [Answer.TAKEN_AND_LOST]
    world.deliver_queue()
    world.clock.wait(REPORTS_COME + timedelta(minutes=1))
    settle_mails(world.services)
    record_delivery(world.ses.report(world.ses.taken[0], reported), world.services)
    world.deliver_queue()
    assert state(world, (invitation.id, 1))[0] is reported
    assert state(world, (invitation.id, 2))[0] is newest
    assert [world.works(taken) for taken in world.ses.taken] == works
    world.check()


def test_a_mail_whose_link_was_used_has_arrived_and_is_not_sent_again() -> None:
    world = OutboxWorld()
    invitation = world.invite(world.a_student())
    world.ses.answers = [Answer.TAKEN_AND_LOST]
    world.deliver_queue()
    world.clock.wait(timedelta(hours=1))
    world.store.save(Change(world.newest(invitation), world.newest(invitation).begun(world.clock())))
    world.clock.wait(timedelta(days=2))
    settle_mails(world.services)
    assert world.mail(invitation).state is MailState.ACCEPTED
    assert world.newest(invitation).send_number == 1


def test_after_three_lost_mails_in_a_row_a_site_admin_decides() -> None:
    world = OutboxWorld()
    invitation = world.invite(world.a_student())
    world.ses.usually = lambda _: Answer.LOST
    for _ in range(10):
        world.deliver_queue()
        world.clock.wait(REPORTS_COME + timedelta(minutes=5))
        settle_mails(world.services)
    assert world.newest(invitation).send_number == 3
    assert world.mail(invitation).state is MailState.LOST


# ------------------------------------------------------------ what is of no use any more
def completed(world: OutboxWorld, invitation: Invitation) -> None:
    world.store.save(Change(invitation, with_answer(invitation, "c1", world.clock())))


def has_a_contact_by_now(world: OutboxWorld, invitation: Invitation) -> None:
    [student] = world.services.roster.students(invitation.student_ids).values()
    contact = a_contact(student)
    world.store.save(Change.new(contact), Change(student, student.linked_to(contact.id)))


def protected_and_asked_by_a_parent(world: OutboxWorld, invitation: Invitation) -> None:
    [student] = world.services.roster.students(invitation.student_ids).values()
    by_parent = replace(invitation, by_parent=True, kind=MailKind.CHECK_CONTACT)
    world.store.save(Change(student, replace(student, protected=True)), Change(invitation, by_parent))


def relation_over(world: OutboxWorld, invitation: Invitation) -> None:
    """Of the contact that the email asks to check."""
    [student] = world.services.roster.students(invitation.student_ids).values()
    check = replace(invitation, contact_id="contact-1", kind=MailKind.CHECK_CONTACT)
    world.store.save(Change(student, student.inactively_linked_to("contact-1")), Change(invitation, check))


def must_not_be_told(world: OutboxWorld, invitation: Invitation) -> None:
    [student] = world.services.roster.students(invitation.student_ids).values()
    world.store.save(Change(student, student.without_contact([invitation.email_key])))


def asked_again(world: OutboxWorld, invitation: Invitation) -> None:
    again = invitation.asked_again(inviter="x", now=world.clock(), link_days=30)
    world.store.save(Change(invitation, again))


NO_USE = [
    (OutboxWorld.withdraw, MailReason.INVITATION_WITHDRAWN),
    (completed, MailReason.FORM_COMPLETED),
    (lambda w, _: w.clock.wait(timedelta(days=31)), MailReason.INVITATION_EXPIRED),
    (relation_over, MailReason.CONTACT_UNLINKED),
    (asked_again, MailReason.NEWER_MAIL_REQUESTED),
    (has_a_contact_by_now, MailReason.CONTACT_ADDED),
    (must_not_be_told, MailReason.MUST_NOT_BE_TOLD),
    (protected_and_asked_by_a_parent, MailReason.PARENT_MAY_NOT_INVITE),
]


@pytest.mark.parametrize(("operation", "reason"), NO_USE, ids=[reason for _, reason in NO_USE])
def test_a_mail_of_no_use_is_not_sent_and_says_why(
    operation: Callable[[OutboxWorld, Invitation], None], reason: MailReason
) -> None:
    world = OutboxWorld()
    invitation = world.newest(world.invite(world.a_student()))
    operation(world, invitation)
    send_invites([key_of(invitation)], world.services)
    assert world.ses.calls == []
    assert state(world, key_of(invitation)) == (MailState.NOT_NEEDED, message(reason))


@pytest.mark.parametrize(
    "operation", [OutboxWorld.withdraw, completed, asked_again], ids=["withdrawn", "completed", "asked again"]
)
def test_what_happens_while_the_mail_is_put_together_counts(
    operation: Callable[[OutboxWorld, Invitation], None],
) -> None:
    world = OutboxWorld()
    invitation = world.newest(world.invite(world.a_student()))

    def render(email: EmailContext) -> Rendered:
        operation(world, invitation)
        return Rendered(email.event, str(email))

    send_invites([key_of(invitation)], replace(world.services, render_mail=render))
    assert world.ses.calls == []
    assert state(world, key_of(invitation))[0] is MailState.NOT_NEEDED


def test_a_site_admin_may_invite_for_a_protected_student() -> None:
    world = OutboxWorld()
    student = world.a_student()
    world.store.save(Change(student, replace(student, protected=True)))
    world.invite(student)
    world.deliver_queue()
    assert len(world.ses.taken) == 1


def test_a_send_number_that_was_never_asked_for_is_an_error_and_holds_up_no_other() -> None:
    world = OutboxWorld()
    [key] = invited(world, 1)
    with pytest.raises(NotFound):
        send_invites([(key[0], 2), key], world.services)
    assert len(world.ses.taken) == 1


def test_nothing_is_sent_of_an_invitation_that_is_gone_and_it_holds_up_no_other() -> None:
    world = OutboxWorld()
    [key] = invited(world, 1)
    send_invites([("gone", 1), key], world.services)
    assert len(world.ses.taken) == 1


# ------------------------------------------------------------ blocked addresses
@pytest.mark.parametrize(
    ("fate", "blocked"),
    [
        (
            MailState.BOUNCED,
            (message(BlockNotice.BOUNCED_BECAUSE, reason=NO_MAILBOX), MailReason.ADDRESS_BOUNCED_BECAUSE),
        ),
        (MailState.COMPLAINED, (message(BlockNotice.COMPLAINED), MailReason.ADDRESS_COMPLAINED)),
        (MailState.CAME_BACK, None),
        (MailState.DELIVERED, None),
    ],
)
def test_nothing_more_goes_to_an_address_after_a_hard_bounce_or_a_complaint(
    fate: MailState, blocked: tuple[Message, MailReason] | None
) -> None:
    world = OutboxWorld()
    first, second = world.a_student(1), world.a_student(2)
    invitation = world.invite(first, "P@Example.org")
    world.deliver_queue()
    world.clock.wait(timedelta(hours=1))
    again = world.invite(second, "P@example.org")  # asked for, not yet sent
    record_delivery(world.ses.report(world.ses.taken[0], fate), world.services)
    world.deliver_queue()
    assert again.id == invitation.id
    sent = len(world.ses.taken) == 2
    assert sent != bool(blocked)
    if blocked:
        notice, reason = blocked
        refused, stored_reason = state(world, key_of(again))
        assert refused is MailState.REFUSED
        assert stored_reason
        assert stored_reason.is_(reason)
        with pytest.raises(AddressBlocked) as raised:
            invite_parent(first.id, Invitee("P@example.org", ""), by_admin(), world.services)
        assert raised.value.block.message == notice


def test_a_site_admin_allows_an_address_again_and_nobody_else_does() -> None:
    world = OutboxWorld()
    student = world.a_student()
    world.store.save(
        Change.new(
            AddressBlock(
                address=address_of("p@example.org"),
                reason=BlockReason.BOUNCED,
                since=world.clock(),
            )
        )
    )
    contact = a_contact(student)
    parent = replace(an_admin(), is_admin=False, contact_ids=(contact.id,))
    world.store.save(Change.new(contact), Change.new(SiteSettings(school_year=YEAR, parents_invite=ParentsInvite.YES)))
    with pytest.raises(AddressBlocked):
        invite_parent(student.id, Invitee("p@example.org", "", allow_again=True), by(parent), world.services)
    invite_parent(student.id, Invitee("p@example.org", "", allow_again=True), by_admin(), world.services)
    assert world.store.all(AddressBlock) == []
    world.deliver_queue()
    assert len(world.ses.taken) == 1


def test_nobody_allows_an_address_again_whose_reader_wants_no_more_mails() -> None:
    world = OutboxWorld()
    student = world.a_student()
    world.store.save(
        Change.new(
            AddressBlock(
                address=address_of("p@example.org"),
                reason=BlockReason.UNSUBSCRIBED,
                since=world.clock(),
            )
        )
    )
    with pytest.raises(AddressBlocked):
        invite_parent(student.id, Invitee("p@example.org", "", allow_again=True), by_admin(), world.services)
    assert len(world.store.all(AddressBlock)) == 1


def test_the_block_is_on_the_address_that_was_written_to_even_if_it_was_corrected_since() -> None:
    world = OutboxWorld()
    invitation = world.invite(world.a_student(), "old@example.org")
    world.deliver_queue()
    world.store.save(Change(world.newest(invitation), replace(world.newest(invitation), email="new@example.org")))
    record_delivery(world.ses.report(world.ses.taken[0], MailState.BOUNCED), world.services)
    assert [block.address for block in world.store.all(AddressBlock)] == [address_of("old@example.org")]


def test_whoever_says_no_while_their_mail_waits_for_its_send_time_gets_none() -> None:
    world = OutboxWorld()
    keys = invited(world, 2)

    def says_no(_: OutgoingMail) -> None:
        block = AddressBlock(
            address=address_of("p1@example.org"),
            reason=BlockReason.UNSUBSCRIBED,
            since=world.clock(),
        )
        world.store.save(Change.new(block))
        world.clock.wait(timedelta(seconds=5))

    world.ses.rate = 1
    world.ses.during_a_call = says_no
    send_invites(keys, world.services)
    world.ses.during_a_call = lambda _: None
    send_invites(keys, world.services)
    assert [taken.mail.to for taken in world.ses.taken] == ["p0@example.org"]
    assert state(world, keys[1])[0] is MailState.REFUSED


# ------------------------------------------------------------ the pace
def most_in_any(span: timedelta, moments: list[datetime]) -> int:
    return max(sum(start <= moment < start + span for moment in moments) for start in moments)


@pytest.mark.parametrize("rate", [1, 2, 14])
@pytest.mark.parametrize("call_takes", [0.0, 0.05, 0.9])
def test_the_pace_stays_under_the_accounts_rate_but_for_one_second_of_burst(rate: int, call_takes: float) -> None:
    world = OutboxWorld()
    world.ses.rate = rate
    keys = invited(world, 60)
    begun = world.clock()
    world.ses.during_a_call = lambda _: world.clock.wait(timedelta(seconds=call_takes))
    waiting = [keys[n : n + 10] for n in range(0, len(keys), 10)]
    while waiting:
        send_invites(waiting.pop(0), world.services)
        if world.queue.delays:
            waiting.append(list(world.queue.delays))
            world.clock.wait(max(world.queue.delays.values()))
            world.queue.delays.clear()
    moments = [moment for _, moment in world.ses.calls]
    assert len(moments) == 60
    for seconds in (1, 5, 20):
        assert most_in_any(timedelta(seconds=seconds), moments) <= rate * (seconds + 1)
    assert world.clock() - begun <= timedelta(seconds=60 / rate + 60 * call_takes + 2)


def test_two_senders_share_the_rate_limiter() -> None:
    world = OutboxWorld()
    world.ses.rate = 2
    before = RateLimiter(free_at=world.clock()).with_rate(2, world.clock())
    mine, first = before.reserved(10, world.clock())
    _, second = mine.reserved(10, world.clock())
    assert second.moment(0) - first.moment(9) == timedelta(seconds=0.5)


def test_the_very_first_mails_of_a_site_may_use_the_burst() -> None:
    world = OutboxWorld()
    world.ses.rate = 14
    begun = world.clock()
    send_invites(invited(world, 25), world.services)
    assert len(world.ses.taken) == 25
    assert world.clock() - begun < timedelta(seconds=1)


def test_who_comes_when_all_slots_of_the_next_seconds_are_taken_asks_for_its_mails_again() -> None:
    world = OutboxWorld()
    keys = invited(world, 3)
    world.queue.mails.clear()
    busy = RateLimiter(free_at=world.clock() + timedelta(seconds=90), rate=1, rate_at=world.clock())
    world.store.save(Change.new(busy))
    send_invites(keys, world.services)
    assert world.ses.calls == []
    assert world.queue.delays == dict.fromkeys(keys, timedelta(seconds=90))


def test_the_rate_is_asked_for_once_in_a_while_and_not_for_each_message() -> None:
    world = OutboxWorld()
    *early, late = invited(world, 6)
    for key in early:
        send_invites([key], world.services)
    assert world.ses.asked_for_rate == 1
    world.clock.wait(timedelta(minutes=11))
    send_invites([late], world.services)
    assert world.ses.asked_for_rate == 2


def test_a_sender_whose_time_runs_short_asks_for_the_rest_again() -> None:
    world = OutboxWorld()
    keys = invited(world, 5)
    world.queue.mails.clear()
    answers = iter([True, True, False])
    send_invites(keys, world.services, lambda: next(answers))
    assert len(world.ses.taken) == 2
    assert world.queue.mails == keys[2:]


def test_too_fast_puts_the_rest_off_for_a_minute_without_a_notice() -> None:
    world = OutboxWorld()
    keys = invited(world, 4)
    world.queue.mails.clear()
    world.ses.answers = [Answer.TAKEN, Answer.TOO_FAST]
    send_invites(keys, world.services)
    assert len(world.ses.calls) == 2
    assert world.queue.delays == dict.fromkeys(keys[1:], timedelta(minutes=1))
    assert sending_notice(world.services) is None
    send_invites(keys, world.services)
    assert len(world.ses.taken) == 4


# ------------------------------------------------------------ sending is paused
def test_a_paused_account_is_asked_once_and_told_of_once_and_all_mails_wait() -> None:
    world = OutboxWorld()
    keys = invited(world, 35)
    world.queue.mails.clear()
    world.ses.usually = lambda _: Answer.PAUSED
    for n in range(0, 35, 10):
        send_invites(keys[n : n + 10], world.services)
    assert len(world.ses.calls) == 1
    assert {state(world, key)[0] for key in keys} == {MailState.DEFERRED}
    assert world.queue.mails == []
    notice = sending_notice(world.services)
    assert notice
    assert (notice.waiting, notice.reason) == (35, message(MailReason.SENDING_PAUSED))


def test_mails_that_wait_go_out_by_themselves_when_the_account_may_send_again() -> None:
    world = OutboxWorld()
    keys = invited(world, 25)
    world.ses.usually = lambda _: Answer.PAUSED
    send_invites(keys, world.services)
    world.queue.mails.clear()
    settle_mails(world.services)
    assert world.queue.mails == [], "nobody tries again a moment after sending was paused"
    for _ in range(5):
        world.clock.wait(timedelta(hours=1))
        settle_mails(world.services)
        world.deliver_queue()
    assert len(world.ses.calls) == 6, "once an hour"
    world.ses.usually = lambda _: Answer.TAKEN
    world.clock.wait(timedelta(hours=1))
    settle_mails(world.services)
    world.deliver_queue()
    assert len(world.ses.taken) == 25
    assert sending_notice(world.services) is None


def test_the_notice_goes_when_nothing_is_left_to_wait() -> None:
    world = OutboxWorld()
    invitation = world.invite(world.a_student())
    world.ses.answers = [Answer.PAUSED]
    world.deliver_queue()
    world.withdraw(world.newest(invitation))
    world.clock.wait(timedelta(hours=1))
    settle_mails(world.services)
    world.deliver_queue()
    assert world.mail(invitation).state is MailState.NOT_NEEDED
    settle_mails(world.services)
    assert sending_notice(world.services) is None


def test_an_address_that_is_not_confirmed_in_the_sandbox_waits_alone() -> None:
    world = OutboxWorld()
    keys = invited(world, 3)
    world.ses.answers = [Answer.TAKEN, Answer.SANDBOX, Answer.TAKEN]
    send_invites(keys, world.services)
    assert [state(world, key)[0] for key in keys] == [MailState.ACCEPTED, MailState.DEFERRED, MailState.ACCEPTED]
    assert sending_notice(world.services) is None
