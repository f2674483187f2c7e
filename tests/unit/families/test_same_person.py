"""Which contacts are offered as one person's, and what becomes of two that are."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.domain.families.exclusion import Exclusion
from homeroom.domain.families.merging import (
    CannotMerge,
    MergeProblem,
    Piece,
    in_order,
    merged,
    pieces_to_choose,
    taken_at_first,
)
from homeroom.domain.families.office_entry import OfficeEntry
from homeroom.domain.families.parent_contact import LivesWith, ParentContact, Relation
from homeroom.domain.families.same_person import look_alike
from homeroom.domain.families.sharing import Audience, Sharing, narrower
from tests.factories import NOW, details

AT_HOME = "(415) 555-2671"


def called(first_name: str, last_name: str = "García", contact_id: str = "c2", **more: str) -> ParentContact:
    return ParentContact(id=contact_id, details=details(first_name, last_name, **{"email": ""} | more))


MARIA = called("María", contact_id="c1", email="maria@example.org", mobile_phone=AT_HOME)


@pytest.mark.parametrize(
    "other",
    [
        called("Maria", mobile_phone="+1 415-555-2671 x12"),
        called("Garcia", "Maria", email="MARIA@example.org"),
        called("María", "García López", home_phone="cell: 4155552671"),
        called("M.", email="maria@example.org"),
        called("María", "", email="maria@example.org"),
        replace(called("María", email="m@example.org"), former_keys=("maria@example.org",)),
    ],
    ids=lambda contact: contact.details.name,
)
def test_one_address_or_number_and_a_like_name_look_like_one_person(other: ParentContact) -> None:
    assert look_alike(MARIA, other)
    assert look_alike(other, MARIA)


@pytest.mark.parametrize(
    "other",
    [
        called("Mario", mobile_phone=AT_HOME),
        called("María", email="m@example.org", mobile_phone="(415) 555-2672"),
        called("Luis", email="maria@example.org"),
        called("María", "Díaz", email="maria@example.org"),
        MARIA,
    ],
    ids=["a couple's phone", "a namesake", "a couple's address", "another last name", "itself"],
)
def test_a_household_or_a_namesake_is_no_such_person(other: ParentContact) -> None:
    assert not look_alike(MARIA, other)


def test_the_one_that_logs_in_stays_whichever_comes_first() -> None:
    proved = replace(called("María"), user_key="m@example.org")
    assert in_order(MARIA, proved) == in_order(proved, MARIA) == (proved, MARIA)
    assert Piece.EMAIL not in pieces_to_choose(proved, MARIA)
    assert merged(proved, MARIA, [Piece.EMAIL]).details.email == ""


def test_each_piece_is_taken_whole_from_the_one_that_was_chosen() -> None:
    one = called("María", contact_id="c1", email="a@example.org", street="1 Main St", city="Here")
    other = called("Mary", "Garza", email="b@example.org", street="2 High St", apartment="4", language="es")
    taken = merged(one, other, [Piece.NAME, Piece.ADDRESS, Piece.EMAIL])
    assert (taken.details.name, taken.details.address_lines) == ("Mary Garza", ("2 High St", "4"))
    assert (taken.details.email, taken.details.language) == ("b@example.org", "en")
    assert "a@example.org" in taken.former_keys


def test_suggested_is_what_is_there_and_the_offices_later_word_where_nobody_has_confirmed() -> None:
    later = replace(called("Mary", mobile_phone="555 0100"), office_entry=OfficeEntry(at=NOW, by="Jo"))
    assert taken_at_first(called("María", contact_id="c1"), later) == {"name", "mobile_phone"}
    proved = replace(called("María", contact_id="c1"), user_key="m@example.org")
    assert taken_at_first(proved, later) == {"mobile_phone"}


def test_two_log_ins_and_who_is_being_deleted_are_refused() -> None:
    one, other = (replace(called("M", contact_id=i), user_key=f"{i}@example.org") for i in ("a", "b"))
    asked = replace(called("M", contact_id="d"), deletion_asked_at=NOW)
    for pair, problem in (((one, other), MergeProblem.TWO_LOG_INS), ((one, asked), MergeProblem.BEING_DELETED)):
        with pytest.raises(CannotMerge) as refused:
            merged(*pair, ())
        assert refused.value.message.is_(problem)


def test_nobody_is_recorded_by_themselves() -> None:
    by_other = replace(called("M"), recorded_by="c1", recorded_as="M")
    assert (merged(MARIA, by_other, ()).recorded_by, merged(MARIA, by_other, ()).recorded_as) == ("", "")
    by_luis = replace(by_other, recorded_by="luis")
    assert merged(MARIA, by_luis, ()).recorded_by == "luis"


audiences = st.sampled_from(Audience)
sharings = st.builds(Sharing, email=audiences, phone=audiences, address=audiences)
days = st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31))
relations = st.builds(
    Relation,
    relationship=st.sampled_from(["Mother", "Aunt"]),
    lives_with=st.sampled_from(LivesWith),
    since=days,
    until=days,
    days_by_office=st.booleans(),
)
names = st.sampled_from(["María", "Mary", "Ana"])
exclusions = st.lists(st.sampled_from(["Sam Brown", "Li Wei"]).map(lambda name: Exclusion(name=name)), unique=True)


@st.composite
def contacts(draw: st.DrawFn, contact_id: str) -> ParentContact:
    key = draw(st.sampled_from(["a@example.org", "b@example.org", ""]))
    return ParentContact(
        id=contact_id,
        details=details(draw(names), email=key, sharing=draw(sharings), mobile_phone=draw(st.sampled_from(["", "1"]))),
        students=draw(st.dictionaries(st.sampled_from(["s1", "s2", "s3"]), relations)),
        user_key=draw(st.sampled_from([key, "a@example.org", ""])),
        former_keys=tuple(draw(st.sets(st.sampled_from(["old@example.org", "older@example.org"])))),
        former_name_keys=tuple(draw(st.sets(st.sampled_from(["garcia mia", "mia garcia"])))),
        exclusions=tuple(draw(exclusions)),
    )


@given(one=contacts("c1"), other=contacts("c2"), taken=st.sets(st.sampled_from([*Piece, "s1", "s2", "s3"])))
def test_merging_shares_no_more_loses_no_relation_and_nobody_escapes_an_exclusion(
    one: ParentContact, other: ParentContact, taken: set[str]
) -> None:
    stays, goes = in_order(one, other)
    try:
        after = merged(stays, goes, taken)
    except CannotMerge:
        assert goes.user_key not in ("", stays.user_key)
        return
    assert after.details.sharing == narrower(one.details.sharing, other.details.sharing)
    assert after.user_key == stays.user_key
    assert after.user_key or after.details.email in (one.details.email, other.details.email)
    assert after.students.keys() == one.students.keys() | other.students.keys()
    for student_id, relation in after.students.items():
        of_both = [contact.students[student_id] for contact in (one, other) if student_id in contact.students]
        for day in (date(2026, 1, 1), date(2026, 6, 15), date(2026, 12, 31)):
            assert relation.holds_on(day) == all(each.holds_on(day) for each in of_both)
        assert relation.days_by_office or not any(each.days_by_office and each.turns for each in of_both)
    assert after.email_keys >= one.email_keys | other.email_keys
    assert after.name_keys >= one.name_keys | other.name_keys
    assert {e.key for e in after.exclusions} == {e.key for e in (*one.exclusions, *other.exclusions)}
    assert after.ids == {"c1", "c2"}
