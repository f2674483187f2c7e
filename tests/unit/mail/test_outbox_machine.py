"""Everything that can happen to an invitation and its mails, in any order, with crashes in between."""

import os
import random
from collections import Counter
from datetime import timedelta
from inspect import getmembers
from typing import Any, ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from homeroom.domain.mail.mail import Mail, MailState
from homeroom.use_cases.imports.find_lost_uploads import find_forgotten_imports
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.invitations.bulk_resend import continue_bulk_resend
from homeroom.use_cases.invitations.close_expired import close_expired
from homeroom.use_cases.invitations.remind import remind
from homeroom.use_cases.mail.record_delivery import record_delivery
from homeroom.use_cases.mail.send_invite import send_invites
from homeroom.use_cases.mail.settle_mails import settle_mails
from homeroom.use_cases.ports.mailer import OutgoingMail
from homeroom.use_cases.ports.services import Services
from tests.fakes.strict_ses import Answer
from tests.steps.figures import Recorder
from tests.steps.late_index import late
from tests.steps.outbox_people import PLUGS, WHICH, People
from tests.steps.outbox_world import SETTLED_WELL, OutboxWorld

ANSWERS = st.lists(st.sampled_from(Answer), max_size=3)
REPORTS = st.sampled_from(
    [
        MailState.ACCEPTED,
        MailState.DELIVERED,
        MailState.DELAYED,
        MailState.CAME_BACK,
        MailState.BOUNCED,
        MailState.COMPLAINED,
    ]
)


class Outbox(People):
    """`tried` counts its runs and their steps."""

    tried: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.tried["runs"] += 1
        self.tried["steps"] -= 1  # the first look is at nothing that was done
        self.indexed = self.lagging = self.world.store.as_it_is_now()

    # -------------------------------------------------------- machines
    @precondition(lambda self: self.world.queue.mails)
    @rule(
        which=st.integers(0, 50),
        size=st.integers(1, 4),
        answers=ANSWERS,
        plug=PLUGS,
    )
    def deliver_a_message(self, which: int, size: int, answers: list[Answer], plug: Any) -> None:
        keys = self.world.queue.mails
        some = [keys[(which + n) % len(keys)] for n in range(size)]
        self.world.ses.answers = answers
        self.dying(plug, lambda o: send_invites(some, o))
        self.world.ses.answers = []

    @precondition(lambda self: self.world.queue.mails)
    @rule(which=st.integers(0, 50), answer=st.sampled_from(Answer), report=st.none() | REPORTS)
    def deliver_a_message_twice_at_once(self, which: int, answer: Answer, report: MailState | None) -> None:
        """The second one comes during the first one's call, and so may the mail service's report."""
        key = self.world.queue.mails[which % len(self.world.queue.mails)]
        check = self.world.ses.during_a_call

        def meanwhile(mail: OutgoingMail) -> None:
            check(mail)
            send_invites([key], self.world.services)
            stored = self.world.store.one(Mail, mail.tag)
            assert stored
            assert stored.state is MailState.SENDING, "a call in flight stays one"

        self.world.ses.during_a_call, self.world.ses.answers = meanwhile, [answer]
        send_invites([key], self.world.services)
        self.world.ses.during_a_call, self.world.ses.answers = check, []
        if report and self.world.ses.taken:
            record_delivery(self.world.ses.report(self.world.ses.taken[-1], report), self.world.services)

    @precondition(lambda self: self.world.ses.taken)
    @rule(which=st.integers(0, 20), state=REPORTS, plug=PLUGS)
    def report(self, which: int, state: MailState, plug: Any) -> None:
        taken = self.world.ses.taken[which % len(self.world.ses.taken)]
        self.dying(plug, lambda o: record_delivery(self.world.ses.report(taken, state), o))

    @rule(answers=ANSWERS)
    def deliver_all_messages(self, answers: list[Answer]) -> None:
        self.world.ses.answers = answers
        self.world.deliver_queue()
        self.world.ses.answers = []

    @rule(days=st.sampled_from([1, 3, 7]))
    def days_go_by_as_they_should(self, days: int) -> None:
        """Nothing breaks: the scheduled runs come, messages come."""
        for _ in range(days):
            self.world.clock.wait(timedelta(days=1))
            self.run_daily(self.world.services)
            self.world.deliver_queue()

    @rule(plug=PLUGS, lags=st.booleans())
    def hourly_run(self, plug: Any, lags: bool) -> None:
        self.dying(plug, lambda o: settle_mails(self.reading(o, lags)))

    @rule(plug=PLUGS, lags=st.booleans())
    def daily_run(self, plug: Any, lags: bool) -> None:
        self.dying(plug, lambda o: self.run_daily(self.reading(o, lags)))

    def reading(self, services: Services, lags: bool) -> Services:
        """Perhaps with indexes that do not know yet what happened last."""
        return late(services, self.lagging) if lags else services

    def run_daily(self, services: Services) -> None:
        close_expired(services)
        find_forgotten_imports(services)
        remind(services)
        settle_mails(services)

    @precondition(lambda self: self.world.import_queue.uploads or self.world.import_queue.bulk_resends)
    @rule(which=WHICH, lags=st.booleans(), plug=PLUGS)
    def deliver_a_message_to_the_importer(self, which: int, lags: bool, plug: Any) -> None:
        """It comes again and again."""
        uploads = self.world.import_queue.uploads
        one = uploads[which % (len(uploads) + 1)] if which % (len(uploads) + 1) < len(uploads) else None
        self.dying(plug, lambda o: import_csv(one, o) if one else continue_bulk_resend(self.reading(o, lags)))

    @rule(hours=st.sampled_from([0.01, 0.1, 1, 2.01, 25, 24 * 31]))
    def wait(self, hours: float) -> None:
        self.world.clock.wait(timedelta(hours=hours))

    # -------------------------------------------------------- what must hold
    @invariant()
    def at_any_moment(self) -> None:
        self.tried["steps"] += 1
        self.world.check()
        self.lagging, self.indexed = self.indexed, self.world.store.as_it_is_now()

    def teardown(self) -> None:
        try:
            self.in_the_end()
        finally:
            self.patch.undo()

    def in_the_end(self) -> None:
        """Once nothing breaks any more, every mail that is wanted has gone out, or says why not."""
        self.world.settle_down()
        self.world.check()
        assert self.world.without_a_mail() == []
        for invitation in self.open_invitations():
            if invitation.held:
                continue
            mail = self.world.mail(invitation)
            if mail.state is MailState.LOST:
                before = [(mail.invitation_id, mail.send_number - back) for back in (1, 2)]
                states = {m.state for m in self.world.services.mails.get_many(before).values()}
                assert states == {MailState.LOST}, "given up only after three in a row"
            else:
                assert mail.state in (*SETTLED_WELL, MailState.REFUSED, MailState.NOT_NEEDED), mail.state


RULES = [name for name, _ in getmembers(Outbox, lambda member: hasattr(member, "hypothesis_stateful_rule"))]
MANY = int(os.environ.get("OUTBOX_RUNS", "150"))
"""More find more: `OUTBOX_RUNS=3000 pytest --figures tests/unit/mail/test_outbox_machine.py`."""


def test_whatever_happens_in_any_order_nothing_is_lost_or_sent_twice_or_to_who_wants_none(
    record_figure: Recorder,
) -> None:
    run_state_machine_as_test(Outbox, settings=settings(max_examples=MANY, stateful_step_count=50))
    record_figure("rules of the outbox machine", len(RULES))
    record_figure("runs of it", Outbox.tried["runs"])
    record_figure("steps in them", Outbox.tried["steps"])


@pytest.mark.parametrize("seed", range(20))
def test_a_mail_service_that_loses_answers_at_random_costs_no_invitation_and_sends_none_twice(seed: int) -> None:
    chance = random.Random(seed)
    world = OutboxWorld()
    world.ses.usually = lambda _: chance.choices(list(Answer)[:3], weights=[7, 2, 1])[0]
    invitations = [world.invite(world.a_student(n), f"p{n}@example.org") for n in range(40)]
    for _ in range(3):
        keys = list(world.queue.mails)
        chance.shuffle(keys)
        for start in range(0, len(keys), 10):
            send_invites(keys[start : start + 10], world.services)
        for taken in world.ses.taken:
            if chance.random() < 0.5:
                record_delivery(world.ses.report(taken), world.services)
    world.check()
    world.ses.usually = lambda _: Answer.TAKEN
    world.settle_down()
    world.check()
    assert {world.mail(invitation).state for invitation in invitations} == {MailState.ACCEPTED}
    working = [taken.mail.to for taken in world.ses.taken if world.works(taken)]
    assert sorted(working) == sorted(i.email for i in invitations)
