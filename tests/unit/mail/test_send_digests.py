"""Who has answered, told to whoever invited them, once a day and only if wanted."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from homeroom.domain.families.parent_contact import Relation
from homeroom.domain.kernel.change import Change
from homeroom.domain.mail.mail import MailState
from homeroom.domain.mail.mail_reason import MailReason
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.mail.send_digests import send_digests
from homeroom.use_cases.ports.mailer import MailNotSent
from tests.factories import TODAY, a_contact, a_parent_user, a_student, an_admin, an_invitation, with_answer
from tests.fakes import World
from tests.steps.invited import mails_to

ADMIN = an_admin()
YESTERDAY = TODAY - timedelta(days=1)
NOE, LI = a_student("Noé"), a_student("Li", protected=True)


def answered(world: World, *, wanted: bool = True, by_parent: bool = False) -> None:
    """Both families have answered, invited by the Site Admin or, `by_parent`, as a parent; the next day."""
    settings = SiteSettings(school_year="2026-2027", daily_digest=wanted)
    world.store.save(Change.new(settings), Change.new(NOE), Change.new(LI), Change.new(ADMIN))
    for n, student in enumerate((NOE, LI)):
        asked = an_invitation(student, id=f"i{n}", email=f"p{n}@example.org", inviter_email_key=ADMIN.email_key)
        invitation = replace(asked, by_parent=by_parent)
        world.store.save(Change.new(with_answer(invitation, "c1", world.clock())))
    world.clock.wait(timedelta(days=1))


def test_a_site_admin_is_told_once_about_all() -> None:
    world = World()
    answered(world)
    assert [send_digests(world.services) for _ in range(2)] == [1, 0]
    [mail] = mails_to(world, ADMIN.email)
    assert mail.startswith("digest")
    assert "families: 2" in mail
    assert "['García López, Li (3-A)', 'García López, Noé (3-A)']" in mail
    world.clock.wait(timedelta(days=1))
    assert send_digests(world.services) == 0


def invited_by_a_parent(relation: Relation, *, by_parent: bool = True, **more: Any) -> World:
    """Both families had been invited by the parent of another student."""
    world, own = World(), a_student("Ana", id="own")
    answered(world, by_parent=by_parent)
    contact = a_contact(id="c-own", students={own.id: relation})
    user = a_parent_user(contact, **{"email": ADMIN.email, "version": 1} | more)
    world.store.save(Change(replace(ADMIN, version=1), user), Change.new(contact), Change.new(own))
    return world


@pytest.mark.parametrize("contact_ids", [("c-own",), ("somebody-else", "c-own")])
def test_a_parent_who_invites_is_told_first_names_and_of_protected_students_not_even_a_number(
    contact_ids: tuple[str, ...],
) -> None:
    world = invited_by_a_parent(Relation(), contact_ids=contact_ids)
    assert send_digests(world.services) == 1
    [mail] = mails_to(world, ADMIN.email)
    assert "students: ['Noé']" in mail
    assert "families: 1" in mail


@pytest.mark.parametrize(("relation", "more"), [(Relation(until=YESTERDAY), {}), (Relation(), {"has_password": False})])
def test_a_parent_who_sees_no_lists_any_more_is_told_nothing(relation: Relation, more: dict[str, Any]) -> None:
    world = invited_by_a_parent(relation, **more)
    assert send_digests(world.services) == 0
    assert mails_to(world, ADMIN.email) == []


def test_a_removed_site_admin_who_stays_a_parent_hears_no_more_of_whom_they_invited_for_the_office() -> None:
    world = invited_by_a_parent(Relation(), by_parent=False)
    assert send_digests(world.services) == 0
    assert mails_to(world, ADMIN.email) == []


def test_it_is_off_by_default_and_goes_to_nobody_who_cannot_log_in() -> None:
    assert not SiteSettings(school_year="2026-2027").daily_digest
    unwanted, gone = World(), World()
    answered(unwanted, wanted=False)
    answered(gone)
    gone.store.save(Change.gone(replace(ADMIN, version=1)))
    assert [send_digests(world.services) for world in (unwanted, gone)] == [0, 0]


def test_a_day_on_which_nothing_ran_is_made_up_for_the_day_after() -> None:
    world = World()
    answered(world)
    world.clock.wait(timedelta(days=1))
    assert send_digests(world.services) == 1


@pytest.mark.parametrize("state", [MailState.DEFERRED, MailState.SEND_UNCONFIRMED, MailState.REFUSED])
def test_one_that_the_mail_service_does_not_take_stops_nothing(state: MailState) -> None:
    world = World()
    answered(world)
    world.mailer.failures.append(MailNotSent(state, MailReason.TOO_FAST))
    assert [send_digests(world.services) for _ in range(2)] == [0, 0]
