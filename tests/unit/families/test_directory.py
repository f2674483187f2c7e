"""The directory: who is shown to which parent, with what, and who never is."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from homeroom.domain.accounts.user import User
from homeroom.domain.families.parent_contact import ParentContact, Relation
from homeroom.domain.families.sharing import Audience, Sharing
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.text import sort_key
from homeroom.domain.roster.student import Student
from homeroom.use_cases.families.directory import HomeroomDirectory, homeroom_directory, school_directory
from tests.factories import TODAY, a_contact, a_homeroom, a_parent_user, a_student, an_admin, details
from tests.fakes import World

WITH_HOMEROOM, WITH_ALL = Sharing(phone=Audience.HOMEROOM), Sharing(phone=Audience.SITE)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


class School:
    """Two homerooms, and a parent who looks: that of Ana in 3-A, who shares her phone number with the homeroom."""

    def __init__(self) -> None:
        self.world = World()
        self.world.store.save(*(Change.new(a_homeroom(code, version=0)) for code in ("3-A", "4-B")))
        self.ana = self.family("Ana", WITH_HOMEROOM)
        self.user = a_parent_user(self.contact("Ana"))

    def family(self, name: str, sharing: Sharing, parent: str = "", **more: Any) -> Student:
        student = a_student(name, "Li", **more)
        own = details(
            parent or f"{name}'s parent",
            "Wu",
            email=f"{sort_key(name)}@example.org",
            mobile_phone="555",
            sharing=sharing,
        )
        contact = a_contact(student, id=f"c-{name}", details=own)
        self.world.store.save(Change.new(student.linked_to(contact.id)), Change.new(contact))
        return student

    def contact(self, name: str) -> ParentContact:
        return self.world.services.roster.contacts([f"c-{name}"])[f"c-{name}"]

    def change(self, thing: Student | ParentContact, **more: Any) -> None:
        [now] = [t for t in self.world.store.all(type(thing)) if t.id == thing.id]
        self.world.store.save(Change(now, replace(now, **more)))

    def page(self, code: str = "3-A", text: str = "", user: User | None = None) -> HomeroomDirectory:
        page = homeroom_directory(code, text, user or self.user, self.world.services)
        assert page
        return page

    def names(self, code: str = "3-A", text: str = "") -> list[str]:
        return [family.student.first_name for family in self.page(code, text).families]

    def found(self, text: str) -> list[str]:
        page = school_directory(text, self.user, self.world.services)
        assert page
        return [family.student.first_name for family in page.families]


def test_a_homerooms_families_are_shown_with_just_what_they_share() -> None:
    school = School()
    school.family("Ben", WITH_HOMEROOM)
    school.family("Cem", WITH_ALL)
    [ana, ben, cem] = school.page().families
    assert [family.is_own for family in (ana, ben, cem)] == [True, False, False]
    for family in (ben, cem):
        [contact] = family.contacts
        assert (contact.details.mobile_phone, contact.details.email) == ("555", "")


def test_who_shares_nothing_or_is_without_a_contact_is_not_shown() -> None:
    school = School()
    school.family("Ben", Sharing())
    school.world.store.save(Change.new(a_student("Eve", "Li")))
    assert school.names() == ["Ana"]
    assert school.found("Li") == ["Ana"]


@pytest.mark.parametrize("how", [{"protected": True}, {"unlisted_by": ("c-Ben",)}])
def test_a_child_kept_out_of_lists_is_not_shown_whatever_is_shared(how: dict[str, Any]) -> None:
    school = School()
    school.family("Ben", WITH_ALL, **how)
    assert school.names() == ["Ana"]
    assert school.names(text="ben") == school.found("Ben") == []


def test_of_two_parents_only_the_one_who_shares_is_shown() -> None:
    school = School()
    ben = school.family("Ben", WITH_HOMEROOM)
    other = a_contact(ben, id="other", details=details("Silent", "Wu", mobile_phone="556"))
    school.world.store.save(Change.new(other))
    school.change(ben, contact_ids=("c-Ben", "other"))
    assert [[c.id for c in family.contacts] for family in school.page().families] == [["c-Ana"], ["c-Ben"]]


def test_of_another_homeroom_those_are_shown_who_share_with_all_families() -> None:
    school = School()
    school.family("Ben", WITH_HOMEROOM, homeroom="4-B")
    school.family("Cem", WITH_ALL, homeroom="4-B")
    assert school.names("4-B") == ["Cem"]
    assert school.found("Li") == ["Ana", "Cem"]


def test_the_own_family_stands_there_as_others_see_it() -> None:
    school = School()
    [family] = school.page().families
    [contact] = family.contacts
    assert (contact.details.mobile_phone, contact.details.email) == ("555", "")
    assert school.page().shares
    school.change(school.contact("Ana"), details=replace(contact.details, sharing=Sharing()))
    page = school.page()
    assert (page.families, [s.id for s in page.hidden], page.shares) == ([], [school.ana.id], False)


def test_an_own_child_kept_out_of_lists_is_named_as_hidden() -> None:
    school = School()
    school.change(school.ana, unlisted_by=("c-Ana",))
    page = school.page()
    assert (page.families, [s.id for s in page.hidden], page.shares) == ([], [school.ana.id], True)


@pytest.mark.parametrize("typed", ["ben", "BÉN", "be li", "ines", "ÍNÉS wu"])
def test_the_search_goes_by_names_of_children_and_of_parents_who_are_shown(typed: str) -> None:
    school = School()
    school.family("Bén", WITH_HOMEROOM, parent="Inés")
    assert school.names(text=typed) == ["Bén"]


def test_the_search_finds_nobody_by_the_name_of_a_parent_who_is_not_shown() -> None:
    school = School()
    ben = school.family("Ben", WITH_HOMEROOM)
    silent = a_contact(ben, id="silent", details=details("Silent", "Quiet", mobile_phone="556"))
    school.world.store.save(Change.new(silent))
    school.change(ben, contact_ids=("c-Ben", "silent"))
    assert school.names(text="silent") == []


def test_a_hidden_own_child_is_told_of_whatever_is_searched_for() -> None:
    school = School()
    school.family("Ben", WITH_HOMEROOM)
    page = school.page(text="Ben")
    assert [family.student.first_name for family in page.families] == ["Ben"]
    assert page.hidden == []


def test_the_first_of_the_childrens_homerooms_comes_without_a_code() -> None:
    school = School()
    page = school.page("")
    assert (page.homeroom.code, [h.code for h in page.own]) == ("3-A", ["3-A"])
    assert school.page("3-a").homeroom.code == "3-A"
    with pytest.raises(NotFound):
        school.page("9-Z")


@pytest.mark.parametrize("relation", [Relation(until=YESTERDAY), Relation(since=TOMORROW)])
def test_outside_its_days_a_relation_shows_the_parent_of_nobody(relation: Relation) -> None:
    school = School()
    ben = school.family("Ben", WITH_ALL)
    school.change(school.contact("Ben"), students={ben.id: relation})
    assert school.names() == ["Ana"]
    assert school.found("Ben") == []


@pytest.mark.parametrize("relation", [Relation(until=YESTERDAY), Relation(since=TOMORROW)])
def test_outside_its_days_a_relation_opens_no_directory(relation: Relation) -> None:
    school = School()
    school.change(school.contact("Ana"), students={school.ana.id: relation})
    assert homeroom_directory("3-A", "", school.user, school.world.services) is None
    assert school_directory("Li", school.user, school.world.services) is None


def test_the_parent_of_a_child_does_not_stand_beside_its_sibling_unless_they_are_its_parent_too() -> None:
    school = School()
    ben = school.family("Ben", WITH_HOMEROOM)
    eve = a_student("Eve", "Li")
    school.world.store.save(Change.new(eve.linked_to("c-Ben")))  # as a link that only one side knows
    assert school.names() == ["Ana", "Ben"]
    school.change(school.contact("Ben"), students={ben.id: Relation(), eve.id: Relation()})
    assert school.names() == ["Ana", "Ben", "Eve"]


def test_there_is_none_for_who_has_no_child_here_this_year_or_no_password_or_is_no_parent() -> None:
    school = School()
    gone = school.family("Gus", WITH_ALL, year="2025-2026")
    users = [
        a_parent_user(school.contact("Gus")),
        a_parent_user(school.contact("Ana"), has_password=False),
        an_admin(),
    ]
    for user in users:
        assert homeroom_directory("3-A", "", user, school.world.services) is None
        assert school_directory("Li", user, school.world.services) is None
    assert gone.first_name not in school.found("Gus")


def test_a_site_admin_who_is_a_parent_sees_what_a_parent_sees() -> None:
    school = School()
    school.family("Ben", Sharing())
    parent = a_parent_user(school.contact("Ana"), is_admin=True)
    assert [family.student.first_name for family in school.page(user=parent).families] == ["Ana"]


@pytest.mark.parametrize(("shown", "more"), [(50, False), (51, True)])
def test_a_search_of_all_homerooms_says_that_there_are_more_who_are_shown(shown: int, more: bool) -> None:
    school = School()
    for n in range(shown):
        school.family(f"Many{n:02}", WITH_ALL)
    page = school_directory("many", school.user, school.world.services)
    assert page
    names = [family.student.first_name for family in page.families]
    assert (len(names), names, page.more) == (50, sorted(names), more)


@pytest.mark.parametrize(
    ("sharing", "how"), [(Sharing(), {}), (WITH_ALL, {"protected": True}), (WITH_ALL, {"unlisted_by": ("c-x",)})]
)
def test_those_who_are_not_shown_neither_count_in_a_search_nor_take_the_place_of_others(
    sharing: Sharing, how: dict[str, Any]
) -> None:
    school = School()
    for n in range(70):
        school.family(f"Many{n:02}", sharing, **how)
    school.family("Manyzz", WITH_ALL)
    page = school_directory("many", school.user, school.world.services)
    assert page
    assert ([family.student.first_name for family in page.families], page.more) == (["Manyzz"], False)
