"""A file of contacts is asked for, made in the background, and fetched."""

import csv
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry
from homeroom.domain.exports.export import (
    Export,
    ExportedStudents,
    ExportFileType,
    ExportOptions,
    ExportShape,
    ExportState,
)
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.imports.upload import Upload
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.roster.homeroom_changes import HomeroomDetails
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.exports import read_families
from homeroom.use_cases.exports.ask_for_export import ExportProblem, WrongOptions, ask_for_export, file_address
from homeroom.use_cases.exports.make_export import make_export
from homeroom.use_cases.families.logged_store import contact_logged
from homeroom.use_cases.roster.homeroom_by_hand import correct_homeroom
from tests.factories import NOW, YEAR, a_contact, a_homeroom, a_student, an_admin, by, by_admin
from tests.fakes import World
from tests.steps.plug import Plug, PulledThePlug, crash_points, wired

ALL = ExportOptions()


def a_school(homerooms: int = 3) -> World:
    """Two students in each homeroom, one with a contact."""
    world = World()
    world.store.save(Change.new(SiteSettings(school_year=YEAR)))
    for number in range(homerooms):
        code = f"{number % 2 + 3}-{number:03}"
        noe, mia = (a_student(name, f"Nr {number}", homeroom=code, grade="") for name in ("Noé", "Mia"))
        contact = a_contact(noe, id=f"c{number}")
        world.store.save(
            Change.new(a_homeroom(code, version=0)),
            Change.new(noe.linked_to(contact.id)),
            Change.new(mia),
            Change.new(contact),
        )
    return world


def asked(world: World, options: ExportOptions = ALL, export_id: str = "e1") -> Export:
    return ask_for_export(export_id, options, by_admin(), world.services)


def made(world: World, options: ExportOptions = ALL, export_id: str = "e1") -> Export:
    asked(world, options, export_id)
    export = make_export(export_id, world.services)
    assert export
    return export


def actions(world: World) -> list[AuditAction]:
    return [entry.action for entry in world.store.all(AuditEntry)]


def test_it_is_made_in_the_background_fetched_for_a_day_and_both_are_recorded() -> None:
    world = a_school()
    begun = asked(world)
    assert (begun.state, world.import_queue.exports) == (ExportState.MAKING, ["e1"])
    with pytest.raises(NotFound):
        file_address("e1", by_admin(), world.services)
    export = make_export("e1", world.services)
    assert export
    assert (export.state, export.rows, export.percent) == (ExportState.READY, 3, 100)
    assert export.key == "exports/e1/contacts.csv"
    other = by(an_admin(id="u2", email="sam@example.org"))
    assert "contacts-2026-09-01.csv" in file_address("e1", other, world.services)
    entries = [(e.action, e.actor, e.about.export_id) for e in world.store.all(AuditEntry)]
    assert entries == [(AuditAction.EXPORT_MADE, "u-admin", "e1"), (AuditAction.EXPORT_FETCHED, "u2", "e1")]
    world.clock.wait(timedelta(days=1))
    assert export.is_gone(world.clock())
    with pytest.raises(NotFound):
        file_address("e1", other, world.services)
    assert len(actions(world)) == 2


def test_a_double_press_asks_once_and_another_choice_in_the_same_form_for_another_file() -> None:
    world = a_school()
    assert asked(world) == asked(world)
    assert (actions(world), len(world.store.all(Export))) == ([AuditAction.EXPORT_MADE], 1)
    make_export("e1", world.services)
    queued = len(world.import_queue.exports)
    assert (asked(world).state, len(world.import_queue.exports)) == (ExportState.READY, queued)
    other = asked(world, ExportOptions(grade="3"))
    assert other.id != "e1"
    assert len(world.store.all(Export)) == 2


def test_a_grade_or_a_homeroom_of_this_year_is_cut_out() -> None:
    for options, rows in (
        (ExportOptions(grade="3"), 2),
        (ExportOptions(homeroom="4 – 001"), 1),
        (ExportOptions(grade="3", homeroom="3-000"), 1),
        (ExportOptions(students=ExportedStudents.WITHOUT_CONTACT, grade="4"), 1),
    ):
        assert made(a_school(), options).rows == rows, options
    world = a_school()
    last_year = a_student("Old", year="2025-2026", homeroom="3-000")
    world.store.save(Change.new(last_year))
    assert made(world, ExportOptions(students=ExportedStudents.ALL)).rows == 6


@pytest.mark.parametrize(
    ("options", "field", "problem"),
    [
        (ExportOptions(homeroom="9-Z"), "homeroom", ExportProblem.NO_HOMEROOM),
        (ExportOptions(grade="9"), "grade", ExportProblem.NO_GRADE),
        (ExportOptions(grade="4", homeroom="3-000"), "homeroom", ExportProblem.NOT_IN_GRADE),
        (
            ExportOptions(shape=ExportShape.POWERSCHOOL, students=ExportedStudents.ALL),
            "students",
            ExportProblem.CONTACTS_ONLY,
        ),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(options: ExportOptions, field: str, problem: ExportProblem) -> None:
    world = a_school()
    with pytest.raises(WrongOptions) as wrong:
        asked(world, options)
    assert (wrong.value.field, wrong.value.message.is_(problem)) == (field, True)
    assert world.store.all(Export) == []


@pytest.mark.parametrize("file_type", ExportFileType)
def test_of_nobody_there_is_no_file(file_type: ExportFileType) -> None:
    world = a_school(0)
    assert made(world, ExportOptions(file_type=file_type)).state is ExportState.EMPTY
    assert world.files.exported == {}


def test_a_homeroom_that_is_renamed_after_it_was_asked_for_is_in_the_file() -> None:
    world = a_school()
    asked(world, ExportOptions(homeroom="3-000"))
    correct_homeroom(YEAR, "3-000", HomeroomDetails(code="3-Z", grade="3"), None, by_admin(), world.services)
    export = make_export("e1", world.services)
    assert export
    assert (export.state, export.rows) == (ExportState.READY, 1)


def test_while_an_import_runs_it_is_made_and_says_so() -> None:
    world = a_school()
    run = ImportRun(upload=Upload(bucket="b", key="uploads/a.csv"), started_at=world.clock())
    world.store.save(Change.new(replace(run, state=ImportState.PLACING)))
    assert made(world).import_ran
    stored = world.services.imports.get(run.id)
    assert stored
    world.store.save(Change(stored, replace(stored, state=ImportState.WAITING)))
    assert not made(world, export_id="e2").import_ran


def test_what_takes_longer_than_an_invocation_ends_with_a_sentence_and_not_with_half_of_a_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(read_families, "_AT_ONCE", 1)
    world, asked_for_time = a_school(), count()
    asked(world)
    export = make_export("e1", world.services, lambda: next(asked_for_time) < 2)
    assert export
    assert (export.state, export.homerooms_done, world.files.exported) == (ExportState.TOO_LARGE, 2, {})


def test_how_far_it_is_is_said_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_families, "_AT_ONCE", 1)
    world, seen = a_school(4), list[tuple[int, int]]()
    asked(world)

    def look() -> bool:
        export = world.services.exports.get("e1")
        assert export
        seen.append((export.percent, export.rows))
        return True

    make_export("e1", world.services, look)
    assert seen == [(0, 0), (25, 1), (50, 2), (75, 3)]


def test_who_dies_anywhere_and_comes_again_makes_the_same_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_families, "_AT_ONCE", 1)
    options = ExportOptions(students=ExportedStudents.ALL, file_type=ExportFileType.CSV)

    def whole(world: World) -> tuple[object, ...]:
        export = made(world, options)
        return world.files.read_export(export), export.rows, len(world.store.all(Export)), actions(world)

    expected = whole(a_school())

    def work(world: World, plug: Plug) -> None:
        services = wired(world.services, plug)
        ask_for_export("e1", options, by_admin(), services)
        make_export("e1", services)

    work(a_school(), counted := Plug())
    for at, before in crash_points(counted.calls):
        world = a_school()
        with pytest.raises(PulledThePlug):
            work(world, Plug(at, before))
        assert whole(world) == expected, (at, before)


def test_delivered_twice_at_once_one_of_them_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_families, "_AT_ONCE", 1)
    world, once = a_school(4), iter([None])
    asked(world)

    def another_one_meanwhile() -> bool:
        if next(once, True) is None:
            make_export("e1", world.services)
        return True

    export = make_export("e1", world.services, another_one_meanwhile)
    assert export
    assert (export.state, export.rows, len(world.files.exported)) == (ExportState.READY, 4, 1)
    assert make_export("e1", world.services) == export
    assert make_export("nobody-asked", world.services) is None


def test_whatever_was_making_it_and_says_nothing_for_a_quarter_of_an_hour_is_late() -> None:
    world = a_school()
    export = asked(world)
    world.clock.wait(timedelta(minutes=15))
    assert not export.is_late(world.clock())
    world.clock.wait(timedelta(minutes=2))
    assert export.is_late(world.clock())


def a_change(world: World, contact_id: str, **more: Any) -> None:
    contact = world.services.roster.contacts([contact_id])[contact_id]
    after = replace(contact, details=replace(contact.details, **more))
    world.store.save(Change(contact, after), *contact_logged(contact, after, by_admin(), world.services))


def rows(world: World, export: Export) -> list[list[str]]:
    return list(csv.reader(world.files.read_export(export).decode("utf-8-sig").splitlines()))


def changes(world: World, shape: ExportShape = ExportShape.CHANGES, export_id: str = "e1") -> Export:
    taken = world.services.exports.changes_taken()
    return made(world, ExportOptions(shape=shape, since=taken.until if taken else NOW), export_id)


def test_a_file_of_changes_has_a_row_for_each_student_and_fact_old_beside_new() -> None:
    world = a_school()
    world.clock.wait(timedelta(hours=1))
    a_change(world, "c0", city="Springfield", home_phone="=1+1")
    a_change(world, "c0", city="Shelbyville")
    header, *found = rows(world, changes(world))
    assert [dict(zip(header, row, strict=True))["student_last_name"] for row in found] == ["Nr 0", "Nr 0"]
    assert [row[-3:] for row in found] == [["home_phone", "", "'=1+1"], ["city", "", "Shelbyville"]]


def test_a_file_of_contacts_may_hold_those_who_have_changed_alone() -> None:
    world = a_school()
    world.clock.wait(timedelta(hours=1))
    a_change(world, "c1", city="Springfield")
    header, *found = rows(world, changes(world, ExportShape.CONTACTS))
    assert [row[header.index("parent_contact_id")] for row in found] == ["c1"]


def test_where_nothing_has_changed_there_is_no_file() -> None:
    assert changes(a_school()).state is ExportState.EMPTY


def test_the_next_file_of_changes_begins_where_the_one_that_was_fetched_last_ends() -> None:
    world = a_school()
    world.clock.wait(timedelta(hours=1))
    a_change(world, "c0", city="Springfield")
    world.clock.wait(timedelta(hours=1))
    first = changes(world)
    assert world.services.exports.changes_taken() is None
    file_address(first.id, by_admin(), world.services)
    file_address(first.id, by_admin(), world.services)
    taken = world.services.exports.changes_taken()
    assert taken
    assert (taken.until, taken.by) == (first.started_at, "Jordan Ellis")
    world.clock.wait(timedelta(hours=1))
    a_change(world, "c1", city="Springfield")
    assert len(rows(world, changes(world, export_id="e2"))) == 2
    with_a_gap = made(world, ExportOptions(shape=ExportShape.CHANGES, since=world.clock()), "e3")
    assert with_a_gap.options.since
    file_address(with_a_gap.id, by_admin(), world.services)
    assert world.services.exports.changes_taken() == taken
