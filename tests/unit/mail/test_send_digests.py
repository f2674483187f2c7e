"""Who has answered, told to whoever invited them, once a day and only if wanted."""

from dataclasses import replace
from datetime import timedelta

import pytest

from homeroom.domain.kernel.change import Change
from homeroom.domain.mail.mail import MailState
from homeroom.domain.mail.mail_reason import MailReason
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.mail.send_digests import send_digests
from homeroom.use_cases.ports.mailer import MailNotSent
from tests.factories import a_contact, a_parent_user, a_student, an_admin, an_invitation, with_answer
from tests.fakes import World
from tests.steps.invited import mails_to

ADMIN = an_admin()
NOE, LI = a_student("Noé"), a_student("Li", protected=True)


def answered(world: World, *users: object, wanted: bool = True) -> None:
    """Both families have answered, invited by the Site Admin; the next day."""
    settings = SiteSettings(school_year="2026-2027", daily_digest=wanted)
    world.store.save(Change.new(settings), Change.new(NOE), Change.new(LI), Change.new(ADMIN))
    for n, student in enumerate((NOE, LI)):
        invitation = an_invitation(student, id=f"i{n}", email=f"p{n}@example.org", inviter_email_key=ADMIN.email_key)
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


def test_a_parent_who_invites_is_told_first_names_and_nothing_of_protected_students() -> None:
    world = World()
    answered(world)
    user = replace(a_parent_user(a_contact()), email=ADMIN.email, version=1)
    world.store.save(Change(replace(ADMIN, version=1), user))
    assert send_digests(world.services) == 1
    assert "students: ['Noé']" in mails_to(world, ADMIN.email)[0]


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
