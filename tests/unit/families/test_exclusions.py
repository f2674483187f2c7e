"""A parent says who sees nothing of them: what is taken, what is refused, and that the answer never tells."""

from dataclasses import replace

import pytest

from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry
from homeroom.domain.families.exclusion import MOST_EXCLUSIONS, Exclusion
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.families.sharing import Audience, Sharing
from homeroom.domain.kernel.change import Change, Stored
from homeroom.domain.kernel.email_address import InvalidEmail
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.families.exclusions import (
    CannotExclude,
    ExclusionProblem,
    end_exclusion,
    exclude_chosen,
    exclude_typed,
    my_exclusions,
)
from tests.factories import YEAR, a_contact, a_homeroom, a_parent_user, a_student, by, details
from tests.fakes import World

NOE, ANA = a_student("Noé", id="noe"), a_student("Ana", id="ana")
SHARED = Sharing(phone=Audience.HOMEROOM)


@pytest.fixture
def world() -> World:
    """María, mother of Noé; Sam, who shares with Ana's and Noé's homeroom; and Hidden, who shares nothing."""
    made = World()
    people = {
        "maria": a_contact(NOE, id="maria", user_key="maria@example.org"),
        "sam": a_contact(ANA, id="sam", details=details("Sam", "Brown", mobile_phone="555 0100", sharing=SHARED)),
        "hidden": a_contact(ANA, id="hidden", details=details("Hilde", "Hidden")),
    }
    children = (NOE.linked_to("maria"), ANA.linked_to("sam").linked_to("hidden"))
    things: list[Stored] = [SiteSettings(school_year=YEAR), a_homeroom("3-A", version=0), *children, *people.values()]
    made.store.save(*map(Change.new, things), Change.new(maria(people["maria"])))
    return made


def maria(contact: ParentContact | None = None) -> User:
    return a_parent_user(contact or a_contact(id="maria"))


def stored(world: World) -> ParentContact:
    return world.services.roster.contacts(["maria"])["maria"]


def exclude(world: World, typed: str) -> Exclusion:
    return exclude_typed(typed, by(maria()), world.services)


def test_people_to_choose_from_are_those_whom_the_parent_sees_and_has_not_excluded(world: World) -> None:
    [choice] = my_exclusions(maria(), world.services).choices
    assert choice.details.name == "Sam Brown"
    exclude_chosen("sam", by(maria()), world.services)
    assert my_exclusions(maria(), world.services).choices == []
    assert stored(world).exclusions == (Exclusion(contact_id="sam", name="Sam Brown"),)


def test_whoever_chose_somebody_who_shares_no_more_is_told_to_type(world: World) -> None:
    for contact_id in ("hidden", "gone"):
        with pytest.raises(CannotExclude) as refused:
            exclude_chosen(contact_id, by(maria()), world.services)
        assert refused.value.message.is_(ExclusionProblem.NOT_IN_LIST)


@pytest.mark.parametrize("typed", ["Sam Brown", "Nobody Here", "Hilde Hidden", "sam@example.org", "x@example.net"])
def test_what_was_typed_is_taken_whether_or_not_there_is_such_a_person(typed: str, world: World) -> None:
    assert exclude(world, typed).shown == typed
    assert [own.shown for own in stored(world).exclusions] == [typed]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", ExclusionProblem.NOBODY),
        ("555 0100", ExclusionProblem.NO_NAME),
        ("–", ExclusionProblem.NO_NAME),
        ("MARIA@Example.org", ExclusionProblem.OWN_EMAIL),
        ("maría garcía", ExclusionProblem.OWN_NAME),
        ("Garcia, Maria", ExclusionProblem.OWN_NAME),
    ],
)
def test_oneself_and_nobody_are_refused_in_a_sentence_and_nothing_changes(
    typed: str, problem: ExclusionProblem, world: World
) -> None:
    before = world.state()
    with pytest.raises(CannotExclude) as refused:
        exclude(world, typed)
    assert refused.value.message.is_(problem)
    assert world.state() == before


def test_whoever_still_reads_at_an_address_that_was_ones_own_can_be_excluded(world: World) -> None:
    before = stored(world)
    world.store.save(Change(before, replace(before, former_keys=("shared@example.org",))))
    exclude(world, "shared@example.org")
    assert [own.email for own in stored(world).exclusions] == ["shared@example.org"]


def test_ones_own_contact_an_empty_choice_and_half_an_address_are_refused(world: World) -> None:
    for contact_id, problem in (("maria", ExclusionProblem.ONESELF), ("", ExclusionProblem.NOBODY)):
        with pytest.raises(CannotExclude) as refused:
            exclude_chosen(contact_id, by(maria()), world.services)
        assert refused.value.message.is_(problem)
    with pytest.raises(InvalidEmail):
        exclude(world, "sam@")
    assert stored(world).exclusions == ()


def test_the_same_person_twice_is_there_once(world: World) -> None:
    for typed in ("Sam Brown", "SAM  BROWN", "sam@example.org", "Sam <SAM@example.org>"):
        exclude(world, typed)
    for _ in range(2):
        exclude_chosen("sam", by(maria()), world.services)
    assert [own.shown for own in stored(world).exclusions] == ["Sam Brown", "sam@example.org", "Sam Brown"]


def test_a_list_has_an_end_and_what_stands_in_it_already_is_no_more(world: World) -> None:
    for number in range(MOST_EXCLUSIONS):
        exclude(world, f"p{number}@example.org")
    with pytest.raises(CannotExclude) as refused:
        exclude(world, "one-more@example.org")
    assert refused.value.message.is_(ExclusionProblem.TOO_MANY)
    assert exclude(world, "p0@example.org") in stored(world).exclusions


def test_one_is_taken_back_and_once_more_is_no_mistake(world: World) -> None:
    first, second = exclude(world, "sam@example.org"), exclude(world, "Hilde Hidden")
    for _ in range(2):
        end_exclusion(first.key, by(maria()), world.services)
    assert stored(world).exclusions == (second,)


def test_two_tabs_at_once_lose_nothing(world: World) -> None:
    """Between the reading and the writing of one comes the other, and the first decides again."""
    save, others = world.store.save, iter(["other@example.org"])

    def meanwhile(*changes: Change) -> None:
        for typed in others:
            exclude(world, typed)
        save(*changes)

    world.store.save = meanwhile  # type: ignore[method-assign]
    exclude(world, "sam@example.org")
    assert {own.email for own in stored(world).exclusions} == {"sam@example.org", "other@example.org"}


def test_the_record_says_that_the_list_changed_and_of_nobody_whom(world: World) -> None:
    exclude(world, "sam@example.org")
    exclude(world, "sam@example.org")
    exclude_chosen("sam", by(maria()), world.services)
    end_exclusion("email sam@example.org", by(maria()), world.services)
    entries = world.store.all(AuditEntry)
    assert [entry.action for entry in entries] == [AuditAction.EXCLUSIONS_CHANGED] * 3
    assert not any("sam" in repr(entry) for entry in entries)


def test_what_a_parent_corrects_leaves_the_list_as_it_is() -> None:
    contact = a_contact(NOE).excluding(Exclusion(name="Sam Brown"))
    changed = replace(contact, version=1).changed(details("Mary"), {})
    assert changed.exclusions == contact.exclusions


def test_a_parent_keeps_the_names_they_had_and_what_another_recorded_was_none() -> None:
    first, second = details("María", "García"), details("Mia", "Brown")
    renamed = a_contact(details=first, user_key="maria@example.org").changed(second, {})
    assert renamed.name_keys == {"mia brown", "brown mia", "maria garcia", "garcia maria"}
    assert renamed.changed(replace(second, first_name="MIA"), {}) == replace(
        renamed, details=replace(second, first_name="MIA")
    )
    assert a_contact(details=first, user_key="").changed(second, {}).former_name_keys == ()


def test_who_changes_their_name_again_and_again_keeps_the_newest() -> None:
    contact = a_contact(user_key="maria@example.org")
    for number in range(60):
        contact = contact.changed(details("Mia", f"Brown{number}"), {})
    assert len(contact.former_name_keys) == 100
    assert "mia brown58" in contact.former_name_keys


def test_a_name_that_was_ones_own_may_be_excluded(world: World) -> None:
    """It may have been another parent's, entered by mistake."""
    before = stored(world)
    world.store.save(Change(before, before.changed(details("Mia", "Brown"), {})))
    assert exclude(world, before.details.name) == Exclusion(name=before.details.name)
