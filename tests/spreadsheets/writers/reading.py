"""What the product makes of a file: the same families as those that were written, or why not."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from homeroom.domain.imports.import_part import RowOutcome
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.spreadsheet.codes import FileNotice
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.change import Change
from homeroom.domain.roster.student import Student
from homeroom.use_cases.imports.import_csv import import_csv
from tests.factories import YEAR, a_homeroom
from tests.fakes import World
from tests.spreadsheets.writers.roster import Table, as_csv
from tests.steps.english import english

SAME = "same families"
_LEFT_OUT = (Outcome.FAILED, Outcome.WAITING, Outcome.SKIPPED)


class Child(NamedTuple):
    homeroom: str
    student_id: str
    emails: frozenset[str]


Children = dict[tuple[str, str], Child]
"""(last name, first name) -> the child. Addresses are in lower case."""


@dataclass(frozen=True)
class Reading:
    """`result` is in a few words. `others` are what the product believes though nobody wrote it, and says nothing of:
    there must be none.
    """

    result: str
    sentences: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The result without numbers."""
        return "rows left out" if "left out" in self.result else self.result.partition(",")[0]


def read(name: str, data: bytes, table: Table, *, known: bool = False) -> Reading:
    """Drop this file, into which `table` was written, into a site that has its homerooms; `known`: and its students.

    In a site that does not know them, nobody can tell what their ids were before a program changed them.
    """
    world = World()
    children = _children_of(table)
    world.store.save(*(Change.new(a_homeroom(code, version=0)) for code in {c.homeroom for c in children.values()}))
    if known:
        _drop(world, "known.csv", as_csv(table))
    run = _drop(world, name, data)
    if run.problems:
        return Reading("refused", tuple(map(english, run.problems)))
    if run.state is ImportState.WAITING:
        return Reading("waits", tuple(map(english, run.look.doubts)))
    return _compared(world, run, children, ids_matter=known)


def _drop(world: World, name: str, data: bytes) -> ImportRun:
    run = import_csv(world.files.put_upload(name, data, ""), world.services)
    assert run
    return run


def _children_of(table: Table) -> Children:
    header, *rows = table
    records = [dict(zip(header, row, strict=True)) for row in rows]
    return {
        (r["student_last_name"], r["student_first_name"]): Child(
            r["class_code"],
            r["student_id"],
            frozenset(filter(None, (r["parent_email"].lower(), r.get("parent2_email", "").lower()))),
        )
        for r in records
    }


def _compared(world: World, run: ImportRun, written: Children, *, ids_matter: bool) -> Reading:
    rows = [row for part in world.services.imports.parts(run.id) for row in part.rows]
    left_out = [row for row in rows if row.outcome in _LEFT_OUT]
    damaged = any(notice.is_(FileNotice.DAMAGED_LETTERS) for notice in run.notices)
    children = _without_damage(_children_in(world), written) if damaged else _children_in(world)
    return Reading(
        ", ".join(_result(children, written, left_out, len(rows), damaged=damaged)),
        (*_row_sentences(rows), *map(english, run.notices)),
        tuple(_others(children, written, rows, ids_matter=ids_matter and not damaged)),
    )


def _result(
    children: Children, written: Children, left_out: list[RowOutcome], rows: int, *, damaged: bool
) -> Iterable[str]:
    yield f"{len(left_out)} of {rows} rows left out" if left_out else SAME
    if damaged:
        yield "damaged letters"
    if other := sum(children[name].student_id != written[name].student_id for name in children.keys() & written.keys()):
        yield f"{other} other IDs"


def _row_sentences(rows: list[RowOutcome]) -> Iterable[str]:
    for row in rows:
        if row.outcome in _LEFT_OUT or row.wrong_addresses:
            yield f"row {row.number}: {english(*row.messages)}"


def _others(children: Children, written: Children, rows: list[RowOutcome], *, ids_matter: bool) -> Iterable[str]:
    addresses_left_out = any(row.wrong_addresses for row in rows)
    for name, child in children.items():
        if name not in written:
            yield f"{name} is nobody"
            continue
        original = written[name]
        if child.homeroom != original.homeroom:
            yield f"{name} is in {child.homeroom}"
        if child.emails != original.emails and not (addresses_left_out and child.emails < original.emails):
            yield f"{name} has {set(child.emails)}"
        if ids_matter and child.student_id != original.student_id:
            yield f"{name} has the ID {child.student_id}"
    missing = len(written.keys() - children.keys()) - sum(row.outcome in _LEFT_OUT for row in rows)
    if missing > 0:
        yield f"{missing} children are missing"


def _children_in(world: World) -> Children:
    emails = {i.id: i.email.lower() for i in world.store.all(Invitation)}
    return {
        (s.last_name, s.first_name): Child(
            s.placements[YEAR].homeroom, s.school_id, frozenset(emails[i] for i in s.open_invitation_ids)
        )
        for s in world.store.all(Student)
    }


def _without_damage(children: Children, written: Children) -> Children:
    """With the names as they were written, where letters are damaged and a sentence says so."""
    by_contact = {(child.homeroom, child.emails): name for name, child in written.items()}
    return {
        name if name in written else by_contact.get((child.homeroom, child.emails), name): child
        for name, child in children.items()
    }
