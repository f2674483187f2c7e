"""Several changes are one: old is what was before the first, new is what is now. Taken back, the old values stand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.domain.families.contact_facts import About, Fact, facts_of
from homeroom.domain.families.contact_log import Author, ChangeKind, ContactLog, Occasion, logged
from homeroom.domain.families.net_change import net_change
from homeroom.domain.families.parent_contact import LivesWith, ParentContact, Relation
from homeroom.domain.families.sharing import Audience, Sharing
from homeroom.domain.families.take_back import (
    ChangedAgain,
    NothingToTakeBack,
    StaysBecause,
    take_back_of,
    taken_back,
)
from tests.factories import NOW, a_contact, a_student, details

ANA = a_student("Ana", id="ana")


def a_log(*contacts: ParentContact | None, author: Author = Author.PARENT) -> ContactLog:
    """Of a contact that becomes one after the other, an hour each; None before it is there, or when it is gone."""
    log: ContactLog | None = None
    for number, (before, after) in enumerate(pairwise(contacts)):
        at = NOW + timedelta(hours=number)
        log = logged(log, before, after, Occasion(at, author, "u1", "x")) or log
    assert log
    return log


def described(**more: Any) -> ParentContact:
    return a_contact(ANA, details=details(**more))


RELATIONS = st.builds(
    Relation,
    relationship=st.sampled_from(["", "Mother", "Aunt"]),
    lives_with=st.sampled_from(LivesWith),
    since=st.sampled_from([None, date(2026, 9, 1)]),
)
CONTACTS = st.builds(
    lambda own, students: a_contact(details=own, students=students),
    st.builds(
        details,
        first_name=st.sampled_from(["Mia", "María"]),
        mobile_phone=st.sampled_from(["", "555 0100", "555 0142"]),
        sharing=st.builds(Sharing, email=st.sampled_from(Audience)),
        receives_school_mail=st.booleans(),
    ),
    st.dictionaries(st.sampled_from(["ana", "ben"]), RELATIONS, min_size=1),
)


@given(st.lists(CONTACTS, min_size=2, max_size=6), st.integers(0, 5))
def test_old_is_what_was_before_the_first_change_and_new_what_is_now(
    contacts: Sequence[ParentContact], hours: int
) -> None:
    log = ContactLog(contact_id="contact-1")
    for number, (before, after) in enumerate(pairwise(contacts)):
        occasion = Occasion(NOW + timedelta(hours=number), Author.PARENT, "u1", "x")
        log = (logged(log, before, after, occasion) if log.changes else logged(None, before, after, occasion)) or log
    at_that_time, now = facts_of(contacts[min(hours, len(contacts) - 1)]), facts_of(contacts[-1])
    net = net_change(log, contacts[-1], NOW + timedelta(hours=hours))
    told = {one.about: (one.old, one.new) for one in net.facts} if net else {}
    assert told == {
        about: (at_that_time.get(about, ""), now.get(about, ""))
        for about in {**at_that_time, **now}
        if at_that_time.get(about, "") != now.get(about, "")
    }


@given(CONTACTS, CONTACTS)
def test_taken_back_all_is_as_before_but_for_what_the_parent_alone_says(
    before: ParentContact, after: ParentContact
) -> None:
    if facts_of(before) == facts_of(after):
        return
    log = a_log(before, after)
    back = take_back_of(log.newest, after)
    if not back.facts:
        with pytest.raises(NothingToTakeBack):
            taken_back(log, 1, after)
        return
    result = facts_of(taken_back(log, 1, after))
    restored = {one.about: one.old for one in back.facts}
    assert result == {about: text for about, text in ({**facts_of(after)} | restored).items() if text}
    if not back.stays:
        assert result == facts_of(before)


def test_a_contact_that_came_since_has_all_its_facts_and_one_that_also_went_is_no_change() -> None:
    contact = described(mobile_phone="555 0142")
    net = net_change(a_log(None, contact), contact, NOW)
    assert net
    assert net.kind is ChangeKind.CREATED
    assert {one.about: one.new for one in net.facts} == facts_of(contact)
    assert net_change(a_log(None, contact, None), None, NOW) is None


def test_a_contact_that_went_says_so_with_the_students_of_whom_it_was_a_parent() -> None:
    both = a_contact(ANA, a_student("Ben", id="ben"))
    one = replace(both, students={"ben": Relation(relationship="Mother")})
    net = net_change(a_log(None, both, one, None), None, NOW + timedelta(minutes=30))
    assert net
    assert (net.kind, net.facts, set(net.student_ids)) == (ChangeKind.DELETED, (), {"ana", "ben"})


def test_of_a_contact_that_went_this_moment_nothing_is_said_yet() -> None:
    assert net_change(a_log(None, described()), None, NOW) is None


def test_what_was_changed_again_is_not_taken_back_and_both_values_are_told() -> None:
    contacts = described(city="A"), described(city="B", street="1 Elm St"), described(city="C", street="1 Elm St")
    with pytest.raises(ChangedAgain) as caught:
        taken_back(a_log(*contacts), 1, contacts[-1])
    assert caught.value.author is Author.PARENT
    assert [(one.fact, one.old, one.new) for one in caught.value.facts] == [(Fact.CITY, "B", "C")]


def test_what_was_changed_again_and_is_the_same_by_now_is_not_taken_back_either() -> None:
    contacts = described(city="A"), described(city="B"), described(city="C"), described(city="B")
    with pytest.raises(ChangedAgain):
        taken_back(a_log(*contacts), 1, contacts[-1])


def test_what_is_as_it_was_before_is_taken_back_already() -> None:
    contacts = described(city="A"), described(city="B"), described(city="A")
    assert taken_back(a_log(*contacts), 1, contacts[-1]) == contacts[-1]


@pytest.mark.parametrize(
    ("before", "after", "stays"),
    [
        (
            described(email="old@example.org"),
            replace(described(email="new@example.org"), user_key="new@example.org"),
            StaysBecause.PROVED_EMAIL,
        ),
        (described(sharing=Sharing(phone=Audience.SITE)), described(), StaysBecause.SHARING),
        (described(), described(receives_school_mail=False), StaysBecause.SCHOOL_MAIL),
        (a_contact(ANA), a_contact(a_student("Ben", id="ben")), StaysBecause.LINK),
    ],
)
def test_what_the_parent_alone_says_is_never_taken_back(
    before: ParentContact, after: ParentContact, stays: StaysBecause
) -> None:
    log = a_log(before, after)
    assert take_back_of(log.newest, after).stays == (stays,)
    with pytest.raises(NothingToTakeBack):
        taken_back(log, 1, after)


def test_the_rest_of_such_a_change_is_taken_back() -> None:
    before = described(email="old@example.org", city="A")
    after = replace(described(email="new@example.org", city="B"), user_key="new@example.org")
    result = taken_back(a_log(before, after), 1, after)
    assert (result.details.city, result.details.email) == ("A", "new@example.org")


def test_sharing_that_became_wider_and_email_that_nobody_has_proved_are_taken_back() -> None:
    before = described(email="old@example.org")
    after = described(email="new@example.org", sharing=Sharing(address=Audience.SITE))
    assert facts_of(taken_back(a_log(before, after), 1, after)) == facts_of(before)


def test_dates_that_are_taken_back_are_the_offices_from_then_on() -> None:
    since = Relation(relationship="Mother", since=date(2026, 9, 1))
    before, after = a_contact(ANA, students={"ana": since}), a_contact(ANA)
    relation = taken_back(a_log(before, after), 1, after).students["ana"]
    assert (relation.since, relation.days_by_office) == (date(2026, 9, 1), True)


def test_who_was_called_otherwise_is_still_known_by_that_name_after_it_is_taken_back() -> None:
    """Whoever is excluded by a name stays so."""
    before, after = (replace(described(first_name=name), user_key="maria@example.org") for name in ("Mia", "Ria"))
    assert "garcia ria" in taken_back(a_log(before, after), 1, after).former_name_keys


@pytest.mark.parametrize("log", [a_log(None, described()), a_log(described(), None)])
def test_a_contact_that_was_created_or_deleted_is_not_taken_back(log: ContactLog) -> None:
    with pytest.raises(NothingToTakeBack):
        taken_back(log, 1, described())


def test_a_change_that_the_log_does_not_know_is_not_taken_back() -> None:
    with pytest.raises(NothingToTakeBack):
        taken_back(a_log(described(), described(city="B")), 7, described(city="B"))


def test_facts_have_a_name_and_are_told_apart_by_student() -> None:
    facts = facts_of(a_contact(ANA))
    assert facts[About(Fact.RELATIONSHIP, "ana")] == "Mother"
    assert About(Fact.RELATIONSHIP) not in facts
