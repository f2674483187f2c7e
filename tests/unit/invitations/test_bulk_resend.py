"""Send again to everyone who has not answered: everyone once, whatever dies and whoever else is at it."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest

from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.bulk_resend import EVERYBODY, Among
from homeroom.domain.invitations.invitation import Arrival, Invitation
from homeroom.domain.invitations.listing import inviter_key
from homeroom.domain.invitations.status import REMINDED, Status
from homeroom.domain.kernel.change import Change
from homeroom.domain.mail.address_block import AddressBlock, BlockReason
from homeroom.domain.mail.mail import MailState
from homeroom.use_cases.invitations import bulk_resend
from homeroom.use_cases.invitations.bulk_resend import (
    continue_bulk_resend,
    preview_bulk_resend,
    running_bulk_resend,
    start_bulk_resend,
)
from homeroom.use_cases.invitations.manage_invitation import send_again, withdraw
from homeroom.use_cases.mail.send_invite import send_invite
from tests.factories import NOW, a_mail, a_student, an_admin, an_invitation, by, with_answer
from tests.fakes import World
from tests.fakes.invitations import address_of
from tests.steps.plug import Plug, PulledThePlug, crash_points, wired

ADMIN, OTHER = an_admin(), an_admin(id="u2", email="other@example.org", name="Sam Ito")
STUDENT = a_student()


def a_school(number: int = 5) -> World:
    """With so many who have not answered, one of each who is not to be mailed, and two days gone by."""
    world = World()
    waiting = [
        an_invitation(STUDENT, id=f"waiting{n:04}", email=f"p{n}@example.org", asked_at=NOW + timedelta(seconds=n))
        for n in range(number)
    ]
    others = [
        with_answer(an_invitation(id="answered"), "c", NOW),
        an_invitation(id="bounced").with_mail_event(a_mail(state=MailState.BOUNCED), Arrival.BOUNCED, NOW),
        an_invitation(id="held").held_by("A", NOW),
        an_invitation(id="over", expires_at=NOW + timedelta(days=1)),
        an_invitation(id="new", asked_at=NOW + timedelta(days=1, minutes=1)),
        an_invitation(id="gone").withdrawn_by("A", NOW),
    ]
    world.store.save(Change.new(STUDENT))
    for some in (waiting[n : n + 45] for n in range(0, number, 45)):
        locks = [AddressLock(email_key=i.email_key, invitation_id=i.id) for i in some]
        world.store.save(*map(Change.new, some), *map(Change.new, locks))
    world.store.save(*map(Change.new, others))
    world.clock.wait(timedelta(days=2))
    return world


def mailed(world: World) -> Counter[str]:
    """Who got how many mails, once the queue is empty; it may bring everything twice."""
    for _ in range(2):
        for mail in world.queue.mails:
            send_invite(*mail, world.services)
    return Counter(mail.to for mail in world.mailer.sent)


def everyone_once(number: int = 5) -> Counter[str]:
    return Counter(f"p{n}@example.org" for n in range(number))


def test_everyone_who_has_not_answered_gets_one_mail_and_nobody_else() -> None:
    world = a_school()
    start_bulk_resend(EVERYBODY, by(ADMIN), world.services)
    assert world.import_queue.bulk_resends == 1
    assert continue_bulk_resend(world.services) == 5
    assert mailed(world) == everyone_once()
    assert running_bulk_resend(world.services) is None


def test_the_number_is_told_before_and_is_nobody_right_after() -> None:
    world = a_school()
    preview = preview_bulk_resend(EVERYBODY, world.services)
    assert (preview.number, preview.exact) == (5, True)
    start_bulk_resend(EVERYBODY, by(ADMIN), world.services)
    continue_bulk_resend(world.services)
    assert preview_bulk_resend(EVERYBODY, world.services).number == 0


def test_of_too_many_to_look_at_the_number_is_the_most_there_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_resend, "_MOST_PREVIEWED", 100)
    preview = preview_bulk_resend(EVERYBODY, a_school(120).services)
    assert (preview.number, preview.exact, preview.more) == (121, False, False)  # one runs out this very day


def some(**fields: object) -> Invitation:
    return an_invitation(STUDENT, email=f"{fields['id']}@example.org", **fields)


@pytest.mark.parametrize(
    ("among", "mailed_to"),
    [
        (Among(import_id="run"), {"file", "reminded"}),
        (Among(inviter=inviter_key("Jordan Ellis")), {"hand"}),
        (Among(statuses=(Status.BOUNCED,)), {"full"}),
        (Among(statuses=(Status.DELIVERED,)), {"reminded"}),
        (Among(statuses=REMINDED, reminders=2), {"reminded"}),
        (Among(homeroom=" 3-a "), {"file", "reminded", "hand"}),
        (Among(homeroom="4-B"), {"elsewhere"}),
        (Among(import_id="run", inviter=inviter_key("Jordan Ellis")), set()),
    ],
)
def test_whom_a_list_shows_is_whom_is_counted_and_mailed(among: Among, mailed_to: set[str]) -> None:
    world, elsewhere = World(), a_student("Mei", homeroom="4-B")
    full = some(id="full").with_mail_event(a_mail(state=MailState.CAME_BACK), Arrival.BOUNCED, NOW)
    blocked = some(id="blocked").with_mail_event(a_mail(state=MailState.BOUNCED), Arrival.BOUNCED, NOW)
    reminded = some(id="reminded", import_id="run", reminders=2).with_mail_event(
        a_mail(state=MailState.DELIVERED), Arrival.ARRIVED, NOW
    )
    others = [an_invitation(elsewhere, id="elsewhere", email="elsewhere@example.org")]
    by_hand = some(id="hand", inviter="Jordan Ellis")
    everybody = [full, blocked, reminded, by_hand, some(id="file", import_id="run"), *others]
    world.store.save(Change.new(STUDENT), Change.new(elsewhere), *map(Change.new, everybody))
    world.store.save(*(Change.new(AddressLock(email_key=i.email_key, invitation_id=i.id)) for i in everybody))
    world.store.save(
        Change.new(AddressBlock(address=address_of(blocked.email_key), reason=BlockReason.BOUNCED, since=NOW))
    )
    world.clock.wait(timedelta(days=2))
    assert preview_bulk_resend(among, world.services).number == len(mailed_to)
    start_bulk_resend(among, by(ADMIN), world.services)
    continue_bulk_resend(world.services)
    assert set(mailed(world)) == {f"{name}@example.org" for name in mailed_to}


def test_a_second_bulk_resend_on_the_same_day_mails_nobody_and_a_day_later_everyone() -> None:
    world = a_school()
    for _ in range(2):
        start_bulk_resend(EVERYBODY, by(ADMIN), world.services)
        continue_bulk_resend(world.services)
    assert mailed(world) == everyone_once()
    world.clock.wait(timedelta(days=1, minutes=1))
    start_bulk_resend(EVERYBODY, by(ADMIN), world.services)
    continue_bulk_resend(world.services)
    assert {mailed(world)[f"p{n}@example.org"] for n in range(5)} == {2}


def test_a_bulk_resend_that_dies_anywhere_mails_everyone_once_when_its_message_comes_again() -> None:
    plug = Plug()
    undisturbed = a_school()
    start_bulk_resend(EVERYBODY, by(ADMIN), undisturbed.services)
    continue_bulk_resend(wired(undisturbed.services, plug))
    assert plug.calls > 15
    for at, before in crash_points(plug.calls):
        world = a_school()
        start_bulk_resend(EVERYBODY, by(ADMIN), world.services)
        with pytest.raises(PulledThePlug):
            continue_bulk_resend(wired(world.services, Plug(at, before)))
        continue_bulk_resend(world.services)
        assert mailed(world) == everyone_once(), (at, before)
        assert running_bulk_resend(world.services) is None


def test_two_admins_who_confirm_at_once_and_a_message_that_comes_twice_are_one_bulk_resend() -> None:
    world = a_school()
    start_bulk_resend(EVERYBODY, by(ADMIN), world.services)
    start_bulk_resend(EVERYBODY, by(OTHER), world.services)
    running = running_bulk_resend(world.services)
    assert running
    assert running.by == ADMIN.name
    continue_bulk_resend(world.services)
    continue_bulk_resend(world.services)
    assert mailed(world) == everyone_once()


def test_two_deliveries_of_the_message_at_once_mail_everyone_once() -> None:
    """At every single call of the one, the other one does all there is to do."""
    plug = Plug()
    undisturbed = a_school()
    start_bulk_resend(EVERYBODY, by(ADMIN), undisturbed.services)
    continue_bulk_resend(wired(undisturbed.services, plug))
    for at in range(1, plug.calls + 1):
        world = a_school()
        start_bulk_resend(EVERYBODY, by(ADMIN), world.services)
        overtaken = Overtaken(world, at)
        continue_bulk_resend(wired(world.services, overtaken))
        assert mailed(world) == everyone_once(), at


class Overtaken(Plug):
    def __init__(self, world: World, at: int) -> None:
        super().__init__()
        self._world, self._at = world, at

    def around(self, call):  # type: ignore[no-untyped-def]
        def wrapped(*arguments, **named):  # type: ignore[no-untyped-def]
            self.calls += 1
            if self.calls == self._at:
                continue_bulk_resend(self._world.services)
            return call(*arguments, **named)

        return wrapped


def test_who_is_sent_to_by_hand_while_a_bulk_resend_runs_gets_one_mail() -> None:
    world = a_school()
    start_bulk_resend(EVERYBODY, by(ADMIN), world.services)
    send_again("waiting0003", by(OTHER), world.services)
    continue_bulk_resend(world.services)
    assert mailed(world) == everyone_once()


def test_a_long_bulk_resend_goes_on_in_another_invocation_where_it_was() -> None:
    world = a_school(350)
    start_bulk_resend(EVERYBODY, by(ADMIN), world.services)
    invocations = count(1)
    while running_bulk_resend(world.services):
        continue_bulk_resend(world.services, lambda: False)
        assert next(invocations) < 9
    assert world.import_queue.bulk_resends == next(invocations) - 1
    assert mailed(world) == everyone_once(350)


def test_who_answers_while_a_bulk_resend_runs_gets_no_mail() -> None:
    world = a_school()
    start_bulk_resend(EVERYBODY, by(ADMIN), world.services)
    die_when_all_are_noted(world)
    for invitation in _some(world, "waiting0002"):
        world.store.save(Change(invitation, with_answer(invitation, "c", world.clock())))
    continue_bulk_resend(world.services)
    assert mailed(world) == everyone_once() - Counter(["p2@example.org"])


def test_who_is_withdrawn_after_being_noted_leaves_no_message_that_nobody_can_read() -> None:
    """Such a message would come five times and end among the dead letters."""
    world = a_school()
    start_bulk_resend(EVERYBODY, by(ADMIN), world.services)
    die_when_all_are_noted(world)
    withdraw("waiting0002", by(OTHER), world.services)
    continue_bulk_resend(world.services)
    assert mailed(world) == everyone_once() - Counter(["p2@example.org"])


def die_when_all_are_noted(world: World) -> None:
    with pytest.raises(PulledThePlug):
        continue_bulk_resend(wired(world.services, Plug(12, before=False)))
    going = running_bulk_resend(world.services)
    assert going
    assert len(going.next) == 5


def _some(world: World, *ids: str) -> Iterator[Invitation]:
    yield from world.services.invitations.get_many(ids).values()


def test_a_message_without_a_bulk_resend_does_nothing() -> None:
    assert continue_bulk_resend(World().services) == 0
