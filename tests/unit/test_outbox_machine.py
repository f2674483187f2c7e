"""Everything that can happen to an invitation and its mails, in any order, with crashes in between."""

import random
from contextlib import suppress
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from homeroom.domain.invitation import Invitation, InvitationState
from homeroom.domain.inviting import HasParentContact
from homeroom.domain.mail import Link, Mail, MailState
from homeroom.domain.parent_contact import Relation
from homeroom.domain.token import digest
from homeroom.use_cases.answer import FilledForm
from homeroom.use_cases.begin_answer import begin_answer
from homeroom.use_cases.close_expired import close_expired
from homeroom.use_cases.look_after_mails import look_after_mails
from homeroom.use_cases.ports import OutgoingMail
from homeroom.use_cases.record_delivery import record_delivery
from homeroom.use_cases.save_contact import save_contact
from homeroom.use_cases.send_invite import send_invites
from tests.factories import details
from tests.fakes.strict_ses import Answer, Taken
from tests.plug import Plug, PulledThePlug, wired
from tests.unit.outbox_world import ANYBODY, SETTLED_WELL, OutboxWorld

PLUGS = st.one_of(st.none(), st.tuples(st.integers(1, 14), st.booleans()))
"""Where a deed dies, if it does."""
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


class Countable:
    """Ids and tokens that come out alike in every run: Hypothesis repeats what it finds."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def token_hex(self, size: int) -> str:
        return f"{next(self._numbers):0{size * 2}x}"

    def token_urlsafe(self, size: int) -> str:
        return f"{next(self._numbers):0{(size * 4 + 2) // 3}}"


class Outbox(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr("homeroom.domain.token.secrets", Countable())
        self.world = OutboxWorld()
        self.students = [self.world.a_student(number) for number in range(3)]

    # -------------------------------------------------------- people
    @rule(student=st.integers(0, 2), parent=st.integers(0, 1), plug=PLUGS)
    def press_send_invitation(self, student: int, parent: int, plug: Any) -> None:
        self.dying(
            plug, lambda o: self.world.invite(self.students[student], f"p{parent}@example.org", o), HasParentContact
        )

    @precondition(lambda self: self.open_invitations())
    @rule(which=st.integers(0, 5))
    def withdraw(self, which: int) -> None:
        found = self.open_invitations()
        self.world.withdraw(found[which % len(found)])

    @precondition(lambda self: self.working())
    @rule(which=st.integers(0, 5), saves=st.booleans())
    def use_the_link(self, which: int, saves: bool) -> None:
        working = self.working()
        taken = working[which % len(working)]
        started = begin_answer(taken.token, ANYBODY, self.world.outside)
        if saves:
            [invitation_id] = {k.invitation_id for k in self.world.store.all(Link) if k.digest == digest(taken.token)}
            [invitation] = self.world.outside.invitations.get_many([invitation_id]).values()
            form = FilledForm(details(), dict.fromkeys(invitation.student_ids, Relation()))
            save_contact(started.token, form, self.world.outside)

    # -------------------------------------------------------- machines
    @precondition(lambda self: self.world.queue.mails)
    @rule(
        which=st.integers(0, 50),
        size=st.integers(1, 4),
        answers=st.lists(st.sampled_from(Answer), max_size=3),
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
            send_invites([key], self.world.outside)
            stored = self.world.store.one(Mail, mail.tag)
            assert stored
            assert stored.state is MailState.CALLING, "a call in flight stays one"

        self.world.ses.during_a_call, self.world.ses.answers = meanwhile, [answer]
        send_invites([key], self.world.outside)
        self.world.ses.during_a_call, self.world.ses.answers = check, []
        if report and self.world.ses.taken:
            record_delivery(self.world.ses.report(self.world.ses.taken[-1], report), self.world.outside)

    @precondition(lambda self: self.world.ses.taken)
    @rule(which=st.integers(0, 20), state=REPORTS, plug=PLUGS)
    def report(self, which: int, state: MailState, plug: Any) -> None:
        taken = self.world.ses.taken[which % len(self.world.ses.taken)]
        self.dying(plug, lambda o: record_delivery(self.world.ses.report(taken, state), o))

    @rule(plug=PLUGS)
    def hourly_round(self, plug: Any) -> None:
        self.dying(plug, look_after_mails)

    @rule()
    def daily_round(self) -> None:
        close_expired(self.world.outside)
        look_after_mails(self.world.outside)

    @rule(hours=st.sampled_from([0.01, 0.1, 1, 25, 24 * 31]))
    def wait(self, hours: float) -> None:
        self.world.clock.wait(timedelta(hours=hours))

    # -------------------------------------------------------- what must hold
    @invariant()
    def at_any_moment(self) -> None:
        self.world.check()

    def teardown(self) -> None:
        try:
            self.in_the_end()
        finally:
            self.patch.undo()

    def in_the_end(self) -> None:
        """Once nothing breaks any more, every mail that is wanted has gone out, or says why not."""
        self.world.settle_down()
        self.world.check()
        for invitation in self.open_invitations():
            mail = self.world.mail(invitation)
            if mail.state is MailState.LOST:
                before = [(mail.invitation_id, mail.generation - back) for back in (1, 2)]
                states = {m.state for m in self.world.outside.invitations.mails(before).values()}
                assert states == {MailState.LOST}, "given up only after three in a row"
            else:
                assert mail.state in (*SETTLED_WELL, MailState.REFUSED, MailState.NOT_NEEDED), mail.state

    # -------------------------------------------------------- help
    def dying(self, plug: Any, deed: Any, *expected: type[Exception]) -> None:
        outside = wired(self.world.outside, Plug(*plug)) if plug else self.world.outside
        with suppress(PulledThePlug, *expected):
            deed(outside)

    def open_invitations(self) -> list[Invitation]:
        now = self.world.clock()
        return [i for i in self.world.store.all(Invitation) if i.state is InvitationState.OPEN and i.open_at(now)]

    def working(self) -> list[Taken]:
        return [taken for taken in self.world.ses.taken if self.world.works(taken)]


TestOutbox = Outbox.TestCase
TestOutbox.settings = settings(max_examples=150, stateful_step_count=40)


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
            send_invites(keys[start : start + 10], world.outside)
        for taken in world.ses.taken:
            if chance.random() < 0.5:
                record_delivery(world.ses.report(taken), world.outside)
    world.check()
    world.ses.usually = lambda _: Answer.TAKEN
    world.settle_down()
    world.check()
    assert {world.mail(invitation).state for invitation in invitations} == {MailState.ACCEPTED}
    working = [taken.mail.to for taken in world.ses.taken if world.works(taken)]
    assert sorted(working) == sorted(i.email for i in invitations)
