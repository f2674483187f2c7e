"""Whatever changes of a contact stands in its log: old beside new, when, and who has done it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction, Origin
from homeroom.domain.families.contact_facts import Fact
from homeroom.domain.families.contact_log import (
    KEPT,
    Author,
    ChangeKind,
    ContactChange,
    ContactLog,
    FactChange,
    Occasion,
    logged,
)
from homeroom.domain.families.parent_contact import FilledForm, ParentContact, Relation
from homeroom.domain.families.sharing import Audience, Sharing
from homeroom.domain.kernel.change import Change
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.families.logged_store import contact_logged
from homeroom.use_cases.families.my_information import edit_my_information
from homeroom.use_cases.families.relation_days import set_relation_days
from homeroom.use_cases.families.unlink_contact import unlink_contact
from tests.factories import NOW, a_contact, a_parent_user, a_student, an_admin, by, by_admin, details
from tests.fakes import World

ANA, BEN = a_student("Ana", id="ana"), a_student("Ben", id="ben")
OFFICE = Origin("u-admin", "POST /somewhere")


def a_family() -> tuple[World, User]:
    """Of a parent with two children, stored by nobody."""
    world, contact = World(), a_contact(ANA, BEN, user_key="maria@example.org")
    user = a_parent_user(contact)
    linked = (Change.new(student.linked_to(contact.id)) for student in (ANA, BEN))
    world.store.save(Change.new(contact), Change.new(user), Change.new(an_admin()), *linked)
    return world, user


def log_of(world: World, contact_id: str = "contact-1") -> ContactLog:
    return world.services.roster.contact_logs([contact_id])[contact_id]


def the_contact(world: World) -> ParentContact:
    [contact] = world.store.all(ParentContact)
    return contact


def test_what_a_parent_changes_stands_in_the_log_old_beside_new() -> None:
    world, user = a_family()
    form = FilledForm(
        details(mobile_phone="555 0142", sharing=Sharing(phone=Audience.SITE)),
        {"ana": Relation(relationship="Mother"), "ben": Relation(relationship="Aunt")},
    )
    edit_my_information(By(user, "POST /me/edit"), form, world.services)
    assert log_of(world).changes == (
        ContactChange(
            number=1,
            at=world.clock(),
            author=Author.PARENT,
            actor=user.id,
            source="POST /me/edit",
            student_ids=("ana", "ben"),
            facts=(
                FactChange(fact=Fact.MOBILE_PHONE, new="555 0142"),
                FactChange(fact=Fact.SHARE_PHONE, old="nobody", new="site"),
                FactChange(fact=Fact.RELATIONSHIP, student_id="ben", old="Mother", new="Aunt"),
            ),
        ),
    )


def test_dates_that_the_office_sets_stand_in_the_log() -> None:
    world, _ = a_family()
    set_relation_days("ana", "contact-1", (None, date(2027, 1, 31)), by_admin(), world.services)
    [change] = log_of(world).changes
    assert change.facts == (FactChange(fact=Fact.UNTIL, student_id="ana", new="2027-01-31"),)
    assert change.actor == "u-admin"


def test_a_contact_that_goes_leaves_nothing_of_its_values_in_the_log() -> None:
    world, user = a_family()
    edit_my_information(by(user), FilledForm(details(street="12 Elm St"), {}), world.services)
    unlink_contact("ana", "contact-1", by_admin(), world.services)
    assert [change.kind for change in log_of(world).changes] == [ChangeKind.CHANGED, ChangeKind.CHANGED]
    unlink_contact("ben", "contact-1", by_admin(), world.services)
    gone = ContactChange(
        number=3,
        at=world.clock(),
        author=Author.OFFICE,
        actor="u-admin",
        source="POST /somewhere",
        kind=ChangeKind.DELETED,
        student_ids=("ben",),
    )
    assert log_of(world).changes == (gone,)
    assert log_of(world).is_deleted


def test_what_is_no_matter_of_the_school_stands_in_no_log() -> None:
    world, user = a_family()
    contact = the_contact(world)
    entry = recorded(AuditAction.PASSWORD_CHANGED, by(user), world.services)
    world.services.store.save(Change(contact, contact.with_password()), entry)
    assert world.store.all(ContactLog) == []


def test_nobody_changes_a_contact_without_saying_who_they_are() -> None:
    world, _ = a_family()
    contact = the_contact(world)
    with pytest.raises(ValueError, match="who has done it"):
        world.services.store.save(Change(contact, replace(contact, details=details("Mia"))))
    assert the_contact(world).details.first_name == "María"


def test_who_has_told_it_the_office_stands_in_the_log() -> None:
    world, _ = a_family()
    contact = the_contact(world)
    after = replace(contact, details=details(home_phone="555 0100"))
    told = contact_logged(contact, after, by_admin(), world.services, note="Her mother, by phone")
    entry = recorded(AuditAction.INFORMATION_CHANGED, by_admin(), world.services)
    world.services.store.save(Change(contact, after), *told, entry)
    [change] = log_of(world).changes
    assert (change.note, [one.fact for one in change.facts]) == ("Her mother, by phone", [Fact.HOME_PHONE])


def test_the_log_counts_for_what_one_save_takes() -> None:
    world, _ = a_family()
    contact = the_contact(world)
    change = Change(contact, replace(contact, details=details("Mia")))
    assert world.services.store.weight([change]) == world.store.weight([change]) + 3
    said = [change, *contact_logged(change.before, change.after, OFFICE, world.services)]  # type: ignore[arg-type]
    assert world.services.store.weight(said) == world.store.weight(said)


def a_log(*days: int, note: str = "") -> ContactLog:
    contact, log = a_contact(), None
    for number, day in enumerate(days):
        after = replace(contact, details=details(city=f"City {number}"))
        log = logged(log, contact, after, Occasion(NOW + timedelta(days=day), Author.OFFICE, *OFFICE, note))
        contact = after
    assert log
    return log


def test_what_is_older_than_a_school_year_goes_with_the_next_change() -> None:
    assert [change.number for change in a_log(0, 1, KEPT.days, KEPT.days + 1).changes] == [3, 4]


def test_a_log_has_an_end_however_much_is_written_into_it() -> None:
    log = a_log(*range(40), note="x" * 5_000)
    assert log.newest.number == 40
    assert sum(change.length for change in log.changes) <= 60_000
    assert len(log.changes) == 11


def test_students_are_known_to_the_log_before_and_after_they_were_linked() -> None:
    log = logged(None, a_contact(ANA), a_contact(BEN), Occasion(NOW, Author.OFFICE, *OFFICE))
    assert log
    assert log.newest.student_ids == ("ana", "ben")
    assert {(one.fact, one.student_id, one.old, one.new) for one in log.newest.facts} == {
        (Fact.LINKED, "ana", "yes", ""),
        (Fact.RELATIONSHIP, "ana", "Mother", ""),
        (Fact.LIVES_WITH, "ana", "yes", ""),
        (Fact.LINKED, "ben", "", "yes"),
        (Fact.RELATIONSHIP, "ben", "", "Mother"),
        (Fact.LIVES_WITH, "ben", "", "yes"),
    }


def test_what_the_office_wrote_about_somebody_else_can_be_forgotten() -> None:
    log = a_log(0, 1, note="Her aunt Rosalind").without_notes(lambda note: "Rosalind" in note)
    assert [change.note for change in log.changes] == ["", ""]
    assert [change.number for change in log.changes] == [1, 2]
