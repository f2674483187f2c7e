"""The lane to the mail service: take slots in it, stop it, open it again, and tell a Site Admin."""

from collections.abc import Callable
from datetime import timedelta

from homeroom.domain.change import Change
from homeroom.domain.lane import Lane, Slots, unused_lane
from homeroom.use_cases.ports import Outside
from homeroom.use_cases.retrying import again_on_conflict

_LONGEST_WAIT = timedelta(seconds=20)
_TRIES = 20
"""Few senders share the lane, and each changes it once for ten mails."""


class LaneStopped(Exception):
    """The mail service takes no mail of this account for now. `reason` is a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class LaneBusy(Exception):
    """Not now: ask for the mails once more, `wait` from now."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait


def take_slots(mails: int, outside: Outside) -> tuple[Slots, bool]:
    """So many moments at which one mail may go, soon and at nobody else's moments; and whether nothing has gone
    through since the lane was stopped.

    Raises LaneStopped, and LaneBusy when all moments of the next twenty seconds are taken.
    """
    return again_on_conflict(lambda: _take_slots(mails, outside), _TRIES)


def _take_slots(mails: int, outside: Outside) -> tuple[Slots, bool]:
    now = outside.clock()
    before = outside.invitations.lane()
    lane = before or unused_lane(now)
    if lane.closed(now):
        raise LaneStopped(lane.reason)
    if lane.free_in(now) > _LONGEST_WAIT:
        raise LaneBusy(lane.free_in(now))
    if not lane.knows_rate(now):
        lane = lane.with_rate(outside.mailer.sending_rate(), now)
    taken, slots = lane.taken(mails, now)
    outside.store.save(Change(before, taken))
    return slots, lane.was_stopped


def stop_lane(reason: str, outside: Outside) -> None:
    now = outside.clock()
    _change(lambda lane: lane.stopped(reason, now), outside)


def open_lane(outside: Outside) -> None:
    _change(lambda lane: lane.open(), outside)


def count_put_aside(mails: int, outside: Outside) -> None:
    """So many more mails wait for the lane to be opened."""
    _change(lambda lane: lane.put_aside(mails), outside)


def count_waiting(mails: int, outside: Outside) -> Lane | None:
    """The round has counted them all. Where none is left, nobody will ever try: the lane is open again."""

    def counted(lane: Lane) -> Lane:
        over = lane.was_stopped and not lane.closed(outside.clock()) and not mails
        return lane.open() if over else lane.counted(mails if lane.was_stopped else 0)

    if outside.invitations.lane() is not None:
        _change(counted, outside)
    return outside.invitations.lane()


def _change(change: Callable[[Lane], Lane], outside: Outside) -> None:
    def deed() -> None:
        before = outside.invitations.lane()
        lane = before or unused_lane(outside.clock())
        if (after := change(lane)) != before:
            outside.store.save(Change(before, after))

    again_on_conflict(deed, _TRIES)
