"""Users, sessions and limits."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from homeroom.domain.accounts.session import ANSWERING, PARENT, Session, SessionKind
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.limits import Limit, TooManyTries
from tests.factories import NOW, a_contact, a_parent_user, an_admin
from tests.steps.ports import Ports

LIMIT = Limit("log-in", 3, timedelta(minutes=5))


def count(services: Ports, times: int, subject: str = "ana@x.org", after: timedelta = timedelta()) -> None:
    for _ in range(times):
        services.access.count(LIMIT, subject, NOW + after)


def test_a_user_is_found_by_address_however_its_letters_are_written(services: Ports) -> None:
    services.store.save(Change.new(an_admin(email="Jordan@Example.org")))
    user = services.access.user("jordan@example.org")
    assert user
    assert (user.email, user.is_admin) == ("Jordan@Example.org", True)


def test_site_admins_are_listed_by_address_and_parents_and_whoever_is_none_any_more_are_not(services: Ports) -> None:
    parent = a_parent_user(a_contact(), email="a-parent@example.org")
    for user in (an_admin(id="u2", email="Zoe@example.org"), an_admin(email="ana@example.org"), parent):
        services.store.save(Change.new(user))
    once = an_admin(id="u3", email="once@example.org")
    services.store.save(Change.new(once))
    services.store.save(Change(replace(once, version=1), replace(once, is_admin=False, version=1)))
    assert [user.email for user in services.access.admins()] == ["ana@example.org", "Zoe@example.org"]
    found = services.access.users(["zoe@example.org", "nobody@example.org", "once@example.org"])
    assert [(user.id, user.is_admin) for user in found] == [("u2", True), ("u3", False)]


def test_a_session_that_is_over_may_still_be_there_and_says_that_it_is_over(services: Ports) -> None:
    session = Session(
        digest="d",
        kind=SessionKind.ANSWERING,
        subject="i1",
        started_at=NOW - timedelta(days=9),
        seen_at=NOW - timedelta(days=9),
        lifetime=ANSWERING,
    )
    services.store.save(Change.new(session))
    stored = services.access.session("d")
    assert stored is None or not session.alive(NOW)


def a_log_in(digest: str, minutes: int = 0, **more: Any) -> Session:
    began = NOW + timedelta(minutes=minutes)
    usual: dict[str, Any] = {"kind": SessionKind.LOGGED_IN, "subject": "ana@x.org", "lifetime": PARENT}
    return Session(**usual | {"digest": digest, "started_at": began, "seen_at": began} | more)


def test_the_log_ins_of_an_account_are_listed_the_oldest_first_as_they_are_now(services: Ports) -> None:
    later, first = a_log_in("d2", 2, browser="Firefox/Windows"), a_log_in("d1")
    services.store.save(Change.new(later), Change.new(first))
    seen = replace(first, seen_at=NOW + timedelta(hours=1), version=1)
    services.store.save(Change(replace(first, version=1), seen))
    assert services.access.sessions("ana@x.org") == [replace(seen, version=2), replace(later, version=1)]


def test_neither_ended_log_ins_nor_anything_else_of_an_address_nor_those_of_others_are_listed(services: Ports) -> None:
    ended, own = a_log_in("d1"), a_log_in("d2")
    others = a_log_in("d3", subject="bea@x.org")
    form, setting = a_log_in("d4", kind=SessionKind.ANSWERING), a_log_in("d5", kind=SessionKind.SETTING_PASSWORD)
    services.store.save(*map(Change.new, (ended, own, others, form, setting)))
    services.store.save(Change.gone(replace(ended, version=1)))
    assert [session.digest for session in services.access.sessions("ana@x.org")] == ["d2"]
    assert services.access.sessions("nobody@x.org") == []


def test_as_many_tries_as_allowed_are_let_pass(services: Ports) -> None:
    count(services, LIMIT.most)


def test_one_try_more_is_too_many(services: Ports) -> None:
    count(services, LIMIT.most)
    with pytest.raises(TooManyTries) as refused:
        count(services, 1)
    assert refused.value.limit == LIMIT


def test_refused_tries_count_as_well(services: Ports) -> None:
    count(services, LIMIT.most)
    for _ in range(2):
        with pytest.raises(TooManyTries):
            count(services, 1)


def test_everybody_has_tries_of_their_own(services: Ports) -> None:
    count(services, LIMIT.most)
    count(services, LIMIT.most, subject="bea@x.org")


def test_every_limit_counts_for_itself(services: Ports) -> None:
    count(services, LIMIT.most)
    services.access.count(Limit("wrong-link", 1, timedelta(minutes=5)), "ana@x.org", NOW)


def test_after_the_window_tries_are_allowed_again(services: Ports) -> None:
    count(services, LIMIT.most)
    count(services, LIMIT.most, after=LIMIT.window)


def test_a_try_that_was_taken_back_may_be_made_again(services: Ports) -> None:
    count(services, LIMIT.most)
    services.access.forgive(LIMIT, "ana@x.org", NOW)
    count(services, 1)
    with pytest.raises(TooManyTries):
        count(services, 1)


def test_taking_a_try_back_is_for_one_subject_and_its_window(services: Ports) -> None:
    count(services, LIMIT.most)
    services.access.forgive(LIMIT, "bea@x.org", NOW)
    services.access.forgive(LIMIT, "ana@x.org", NOW + LIMIT.window)
    with pytest.raises(TooManyTries):
        count(services, 1)
