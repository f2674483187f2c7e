"""Reminders: on the site's days, to those who have not answered, and to nobody twice."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.change import Change
from homeroom.domain.mail.mail import MailKind, MailState
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.answers.open_link import Visitor, open_link
from homeroom.use_cases.invitations.close_expired import close_expired
from homeroom.use_cases.invitations.invite_parent import Invitee, invite_parent
from homeroom.use_cases.invitations.remind import remind
from tests.factories import a_contact, a_student, by_admin, with_answer
from tests.fakes import World
from tests.steps.invited import MARIA, block, in_store, invited, kinds, mails_to, newest_token, send_all, the_invitation
from tests.steps.plug import Plug, PulledThePlug, wired

VISITOR = Visitor("192.0.2.1", "")


def with_days(world: World, *days: int, **more: int) -> None:
    before = world.store.one(SiteSettings, "settings")
    after = SiteSettings(school_year="2026-2027", reminder_days=days, version=before.version if before else 0, **more)  # type: ignore[arg-type]
    world.store.save(Change(before, after))


def days_with_reminders(world: World, days: int) -> list[int]:
    """The daily run, at its hour, on so many days; on which days after the first mail a reminder went out."""
    reminded = []
    start = world.clock().date()
    for _ in range(days):
        world.clock.wait(timedelta(days=1))
        close_expired(world.services)
        if remind(world.services):
            reminded.append((world.clock().date() - start).days)
        send_all(world)
    return reminded


def test_by_default_on_the_third_and_the_tenth_day_and_never_again() -> None:
    world = World()
    invited(world, a_student())
    assert days_with_reminders(world, 40) == [3, 10]
    assert kinds(world) == ["invitation", "reminder", "reminder"]


@pytest.mark.parametrize(("days", "on"), [((), []), ((1,), [1]), ((2, 4, 9), [2, 4, 9]), ((20, 40), [20])])
def test_the_site_says_when(days: tuple[int, ...], on: list[int]) -> None:
    world = World()
    with_days(world, *days)
    invited(world, a_student())
    assert days_with_reminders(world, 45) == on


def test_turned_off_meanwhile_none_goes_out_any_more() -> None:
    world = World()
    invited(world, a_student())
    assert days_with_reminders(world, 5) == [3]
    with_days(world)
    assert days_with_reminders(world, 20) == []


def test_a_reminder_leaves_the_links_end_as_it_was_and_its_own_link_opens() -> None:
    world = World()
    first = invited(world, a_student())
    until = the_invitation(world).expires_at
    days_with_reminders(world, 3)
    invitation = the_invitation(world)
    assert (invitation.expires_at, invitation.send_number, invitation.kind) == (until, 2, MailKind.INVITATION)
    assert open_link(newest_token(world), VISITOR, world.services).students
    assert newest_token(world) != first


def test_who_was_added_as_a_parent_is_reminded_of_that() -> None:
    world = World()
    student, contact = a_student(contact_ids=("contact-1",)), a_contact()
    invited(world, student, kind=MailKind.CHECK_CONTACT, contact_id=contact.id)
    assert days_with_reminders(world, 3) == [3]
    assert "checks: True" in mails_to(world)[-1]


def test_run_twice_on_one_day_it_reminds_once() -> None:
    world = World()
    invited(world, a_student())
    world.clock.wait(timedelta(days=3))
    assert [remind(world.services), remind(world.services)] == [1, 1]  # not sent yet: asked for again
    assert set(world.queue.mails) == {(the_invitation(world).id, 2)}
    send_all(world)
    assert remind(world.services) == 0
    assert kinds(world) == ["invitation", "reminder"]


@pytest.mark.parametrize(("late", "on"), [(5, [5, 12]), (10, [10, 17]), (11, [])])
def test_a_run_that_was_missed_is_made_up_for_within_a_week(late: int, on: list[int]) -> None:
    """And never by two reminders at once."""
    world = World()
    invited(world, a_student())
    world.clock.wait(timedelta(days=late - 1))
    assert [day + late - 1 for day in days_with_reminders(world, 25)] == on


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, 25))
def test_half_way_dead_at_any_call_nobody_is_left_out_or_reminded_twice(at: int, before: bool) -> None:
    world = World()
    addresses = [f"p{n}@example.org" for n in range(4)]
    for n, email in enumerate(addresses):
        invited(world, a_student(f"Kind{n}"), id=f"i{n}", email=email)
    world.clock.wait(timedelta(days=3))
    with suppress(PulledThePlug):
        remind(wired(world.services, Plug(at=at, before=before)))
    for _ in range(2):
        remind(world.services)
        send_all(world)
    assert [kinds(world, email) for email in addresses] == [["invitation", "reminder"]] * 4


def change(do: Callable[[Invitation, datetime], Invitation]) -> Callable[[World], None]:
    def changed(world: World) -> None:
        world.store.save(Change(the_invitation(world), do(the_invitation(world), world.clock())))

    return changed


def mail_became(state: MailState) -> Callable[[World], None]:
    def reported(world: World) -> None:
        mail = world.services.mails.get(the_invitation(world).id, 1)
        assert mail
        world.store.save(Change(mail, replace(mail, state=state)))

    return reported


def another_parent_answered(world: World) -> None:
    stored = in_store(world, a_student())
    world.store.save(Change(stored, stored.linked_to("c1")))


@pytest.mark.parametrize(
    "happened",
    [
        change(lambda i, now: with_answer(i, "c1", now)),
        change(lambda i, _: i.withdrawn()),
        change(lambda i, now: i.not_about(i.student_ids[0], now)),
        change(lambda i, _: i.expired()),
        block,
        another_parent_answered,
        *(mail_became(s) for s in (MailState.BOUNCED, MailState.COMPLAINED, MailState.REFUSED, MailState.DEFERRED)),
    ],
    ids=[
        *("answered", "withdrawn", "declined", "expired", "unsubscribed", "answered by the other parent"),
        *("bounced", "complained", "refused", "not sent yet"),
    ],
)
def test_nobody_is_reminded_after(happened: Callable[[World], None]) -> None:
    world = World()
    invited(world, a_student())
    happened(world)
    assert days_with_reminders(world, 40) == []


@pytest.mark.parametrize("state", [MailState.DELIVERED, MailState.DELAYED])
def test_who_may_have_got_the_first_mail_is_reminded(state: MailState) -> None:
    world = World()
    invited(world, a_student())
    mail_became(state)(world)
    assert days_with_reminders(world, 4) == [3]


def test_asked_again_by_a_person_the_days_begin_anew() -> None:
    world = World()
    student = a_student()
    invited(world, student)
    assert days_with_reminders(world, 5) == [3]
    invite_parent(student.id, Invitee(MARIA, ""), by_admin(), world.services)
    send_all(world)
    assert days_with_reminders(world, 20) == [3, 10]
    assert kinds(world) == ["invitation", "reminder", "invitation", "reminder", "reminder"]
