"""Relations that begin and end: what a parent is to a student outside those days, and who may change them."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry
from homeroom.domain.families.parent_contact import Days, FilledForm, ParentContact, Relation
from homeroom.domain.families.sharing import Audience, Sharing
from homeroom.domain.invitations.invite import HasParentContact
from homeroom.domain.kernel.change import Change, Stored
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.roster.student import Student
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.accounts.family_access import sees_lists
from homeroom.use_cases.families.my_information import edit_my_information, my_information
from homeroom.use_cases.families.other_parents import other_parents
from homeroom.use_cases.families.relation_days import set_relation_days, turn_relations
from homeroom.use_cases.families.unlink_contact import unlink_contact
from homeroom.use_cases.invitations.invite_parent import Invitee, invite_parent
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.show_student import show_student
from tests.factories import (
    TODAY,
    YEAR,
    a_contact,
    a_homeroom,
    a_parent_user,
    a_student,
    an_admin,
    by,
    by_admin,
    details,
)
from tests.fakes import World
from tests.steps.invited import in_store
from tests.steps.meanwhile import Meanwhile
from tests.steps.plug import Plug, PulledThePlug, crash_points, wired

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
ENDED: Days = (None, YESTERDAY)
NO_DAYS: Days = (None, None)


class There:
    """Noé and Ana, who have one parent, and a classmate's parent who looks."""

    def __init__(self) -> None:
        self.world = World()
        self.noe, self.ana, kim = a_student("Noé"), a_student("Ana"), a_student("Kim", "Li")
        shared = details(mobile_phone="555 0100", sharing=Sharing(phone=Audience.HOMEROOM))
        contact = a_contact(self.noe, self.ana, details=shared, user_key="maria@example.org")
        other = a_contact(kim, id="kims")
        self.user = a_parent_user(contact)
        self.neighbor = a_parent_user(other, id="u-kim", email="kim@example.org")
        students = [self.noe.linked_to(contact.id), self.ana.linked_to(contact.id), kim.linked_to(other.id)]
        things: list[Stored] = [a_homeroom(version=0), *students, contact, other, self.user, self.neighbor]
        self.world.store.save(*map(Change.new, things))

    @property
    def services(self) -> Services:
        return self.world.services

    @property
    def contact(self) -> ParentContact:
        return self.services.roster.contacts(["contact-1"])["contact-1"]

    def student(self, student: Student) -> Student:
        return in_store(self.world, student)

    def by_office(self, days: Days, student: Student | None = None) -> None:
        set_relation_days((student or self.noe).id, "contact-1", days, by_admin(), self.services)

    def by_parent(self, days: Days, **more: Any) -> None:
        contact = self.contact
        form = FilledForm(contact.details, dict(contact.students), {self.noe.id: days}, **more)
        edit_my_information(by(self.user), form, self.services)

    def next_day(self, days: int = 1) -> int:
        self.world.clock.wait(timedelta(days=days))
        return turn_relations(self.services)

    def sees(self, student: Student, user: User) -> list[str]:
        return [c.id for c in show_student(student.id, user, self.services).contacts]


def test_an_end_in_the_past_works_at_once() -> None:
    there = There()
    there.by_office(ENDED)
    noe = there.student(there.noe)
    assert (noe.contact_ids, noe.inactive_contact_ids, noe.has_parent_contact) == ((), ("contact-1",), False)
    assert there.student(there.ana).contact_ids == ("contact-1",)


def test_an_end_that_comes_is_the_last_day_and_the_scheduled_run_ends_it_on_the_next() -> None:
    there = There()
    there.by_office((None, TOMORROW))
    assert there.next_day() == 0
    assert there.student(there.noe).contact_ids == ("contact-1",)
    assert there.next_day() == 1
    assert there.student(there.noe).inactive_contact_ids == ("contact-1",)
    assert turn_relations(there.services) == 0


def test_a_relation_that_begins_later_is_nothing_until_then() -> None:
    there = There()
    there.by_office((TOMORROW, None))
    assert not there.student(there.noe).has_parent_contact
    assert there.next_day() == 1
    assert there.student(there.noe).contact_ids == ("contact-1",)


@pytest.mark.parametrize(("missed", "turned"), [(7, 1), (9, 0)])
def test_runs_that_did_not_happen_are_made_up_for_a_week(missed: int, turned: int) -> None:
    there = There()
    there.by_office((None, TODAY))
    assert there.next_day(1 + missed) == turned
    assert not there.contact.is_parent_on(there.noe.id, there.world.clock().date())


def test_the_day_is_that_of_the_school() -> None:
    there = There()
    there.world.store.save(Change.new(SiteSettings(school_year=YEAR, time_zone="Pacific/Auckland")))
    there.world.clock.wait(timedelta(hours=5))  # 13:00 in the evening's UTC: the next day in Auckland
    there.by_office((None, TODAY))
    assert there.student(there.noe).inactive_contact_ids == ("contact-1",)


def test_the_days_changed_again_it_is_as_before() -> None:
    there = There()
    before = there.student(there.noe)
    there.by_office(ENDED)
    there.by_office(NO_DAYS)
    after = there.student(there.noe)
    assert replace(after, version=before.version) == before
    assert there.contact.students[there.noe.id] == Relation(relationship="Mother")


def test_the_office_may_invite_again_and_no_file_invites_the_parent_whose_relation_is_over() -> None:
    there = There()
    profile = partial(show_student, there.noe.id, an_admin(), there.services)
    assert not profile().can_invite
    there.by_office(ENDED)
    assert (profile().can_invite, profile().not_contacted) == (True, ["maria@example.org"])
    noe = there.student(there.noe)
    assert noe.must_not_tell("maria@example.org")
    invite_parent(noe.id, Invitee("luis@example.org", ""), by_admin(), there.services)
    there.by_office(NO_DAYS)
    assert not there.student(there.noe).must_not_tell("maria@example.org")
    with pytest.raises(HasParentContact):
        invite_parent(noe.id, Invitee("luis@example.org", ""), by_admin(), there.services)


def test_an_address_that_the_students_other_parent_reads_may_still_be_invited_by_files() -> None:
    there = There()
    both = a_contact(there.noe, id="both", details=details("Luis", email="maria@example.org"))
    stored = there.student(there.noe)
    there.world.store.save(Change.new(both), Change(stored, stored.linked_to("both")))
    there.by_office(ENDED)
    noe = there.student(there.noe)
    assert (noe.contact_ids, noe.must_not_tell("maria@example.org")) == (("both",), False)


@pytest.mark.parametrize("days", [ENDED, (TOMORROW, None)])
def test_outside_the_days_other_families_do_not_see_the_parent_and_the_office_does(days: Days) -> None:
    there = There()
    assert there.sees(there.noe, there.neighbor) == ["contact-1"]
    there.by_office(days)
    assert there.sees(there.noe, there.neighbor) == []
    assert there.sees(there.ana, there.neighbor) == ["contact-1"]
    assert there.sees(there.noe, an_admin()) == ["contact-1"]


def test_outside_the_days_the_parent_sees_nothing_that_is_the_students() -> None:
    there = There()
    there.by_office(ENDED)
    there.by_office(ENDED, there.ana)
    assert not sees_lists(there.user, YEAR, there.services)
    for student in (there.noe, there.ana):
        with pytest.raises(NotFound):
            show_student(student.id, there.user, there.services)
    mine = my_information(there.user, there.services)
    assert ({s.id for s in mine.students}, mine.asked_about) == ({there.noe.id, there.ana.id}, [])


def test_whose_relation_is_over_sees_the_student_as_any_other_family_does() -> None:
    """They have another child here."""
    there = There()
    other = a_contact(there.noe, id="other", details=details("Luis", mobile_phone="555 0199"))
    stored = there.student(there.noe)
    there.world.store.save(Change.new(other), Change(stored, stored.linked_to("other")))
    there.by_office(ENDED)
    assert there.sees(there.noe, there.user) == []


def test_a_parent_changes_the_days_themselves_and_takes_them_back() -> None:
    there = There()
    there.by_parent(ENDED)
    assert there.student(there.noe).inactive_contact_ids == ("contact-1",)
    assert there.noe.id in {s.id for s in my_information(there.user, there.services).asked_about}
    there.by_parent(NO_DAYS)
    assert there.student(there.noe).contact_ids == ("contact-1",)


@pytest.mark.parametrize("days", [ENDED, (TODAY, TOMORROW)])
def test_a_parent_cannot_change_what_the_office_has_set(days: Days) -> None:
    there = There()
    there.by_office(days)
    before = there.contact.students, there.student(there.noe)
    there.by_parent(NO_DAYS)
    assert (there.contact.students, there.student(there.noe)) == before


def test_the_office_takes_its_days_back_and_they_are_the_parents_again() -> None:
    there = There()
    there.by_office(ENDED)
    there.by_office(NO_DAYS)
    there.by_parent((None, TOMORROW))
    assert there.contact.students[there.noe.id].until == TOMORROW


def test_a_form_that_does_not_ask_for_days_changes_none() -> None:
    there = There()
    there.by_office((None, TOMORROW))
    contact = there.contact
    asked = {i: Relation(relationship="Aunt") for i in contact.students}
    edit_my_information(by(there.user), FilledForm(contact.details, asked), there.services)
    assert there.contact.students[there.noe.id] == Relation(relationship="Aunt", until=TOMORROW, days_by_office=True)


def test_who_keeps_a_student_out_of_lists_does_so_no_longer_once_the_relation_is_over() -> None:
    there = There()
    stored = there.student(there.noe)
    there.world.store.save(Change(stored, stored.unlisted("contact-1")))
    there.by_office(ENDED)
    assert there.student(there.noe).is_listed


def test_the_office_unlinks_one_whose_relation_is_over() -> None:
    there = There()
    there.by_office(ENDED)
    unlink_contact(there.noe.id, "contact-1", by_admin(), there.services)
    assert there.student(there.noe).all_contact_ids == ()
    assert set(there.contact.students) == {there.ana.id}


def test_it_is_recorded_when_something_changes_and_holds_no_date() -> None:
    there = There()
    there.by_office(ENDED)
    there.by_office(ENDED)
    entries = [e for e in there.world.store.all(AuditEntry) if e.action is AuditAction.RELATION_DAYS_CHANGED]
    assert [entry.about.student_ids for entry in entries] == [(there.noe.id,)]
    assert str(YESTERDAY.year) not in repr(entries[0].about)


@pytest.mark.parametrize(("student", "contact"), [("nobody", "contact-1"), ("", "nobody"), ("", "kims")])
def test_there_are_no_days_of_who_is_no_parent_of_the_student(student: str, contact: str) -> None:
    there = There()
    with pytest.raises(NotFound):
        set_relation_days(student or there.noe.id, contact, ENDED, by_admin(), there.services)


# ------------------------------------------------------------ at once
def consistent(there: There, day: date) -> bool:
    noe, relation = there.student(there.noe), there.contact.students[there.noe.id]
    return ("contact-1" in noe.contact_ids, "contact-1" in noe.inactive_contact_ids) == (
        relation.holds_on(day),
        not relation.holds_on(day),
    )


def over_tomorrow() -> There:
    there = There()
    there.by_office((None, TODAY))
    there.world.clock.wait(timedelta(days=1))
    return there


def test_the_scheduled_run_and_somebody_who_takes_the_end_back_at_once_agree() -> None:
    """Each before every call to the outside of the other."""

    def take_back(services: Services) -> None:
        set_relation_days(a_student("Noé").id, "contact-1", NO_DAYS, by_admin(), services)

    def run(services: Services) -> None:
        turn_relations(services)

    for first, second in ((run, take_back), (take_back, run)):
        counting = Plug()
        first(wired(over_tomorrow().services, counting))
        assert counting.calls > 3
        for at in range(1, counting.calls + 1):
            there = over_tomorrow()
            first(wired(there.services, Meanwhile(at, partial(second, there.services))))
            turn_relations(there.services)
            assert consistent(there, TOMORROW), at


def test_the_run_that_dies_anywhere_and_comes_again_ends_it_once() -> None:
    counting = Plug()
    turn_relations(wired(over_tomorrow().services, counting))
    for at, before in crash_points(counting.calls):
        there = over_tomorrow()
        with suppress(PulledThePlug):
            turn_relations(wired(there.services, Plug(at, before)))
        turn_relations(there.services)
        assert there.student(there.noe).inactive_contact_ids == ("contact-1",), at


def test_whose_relation_is_over_reads_nothing_of_the_parent_whom_they_have_recorded() -> None:
    there = There()
    luis = a_contact(there.noe, id="luis", details=details("Luis"), recorded_by="contact-1", recorded_as="Luis")
    stored = there.student(there.noe)
    there.world.store.save(Change.new(luis), Change(stored, stored.linked_to("luis")))

    def read() -> list[str]:
        mine = my_information(there.user, there.services)
        return [other.contact_id for other in other_parents(mine, there.services)[there.noe.id]]

    assert read() == ["luis"]
    there.by_office(ENDED)
    assert read() == []
