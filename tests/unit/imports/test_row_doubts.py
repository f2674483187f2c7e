"""A row with a doubt waits; the others go on."""

from dataclasses import replace

from homeroom.domain.imports.import_context import ImportContext
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.row_import import place
from homeroom.domain.imports.spreadsheet import Doubt
from homeroom.domain.kernel.change import WorkingSet
from homeroom.domain.kernel.message import message
from tests.factories import NOW, a_homeroom, a_row

CONTEXT = ImportContext(import_id="import-1", inviter="Lincoln School", now=NOW, link_days=30)
LOST = message(Doubt.LOST_LETTER, text="Nguy?n")
SHARED = message(Doubt.SHARED_ADDRESS, email="office@example.org", count=3)


def test_a_row_with_a_doubt_changes_nothing_and_says_why() -> None:
    things = WorkingSet([a_homeroom("3-A")])
    row = a_row(parents=["maria@example.org"])
    placed = place(row._replace(row=row.row._replace(doubts=(LOST,))), things, CONTEXT)
    assert (placed.outcome.outcome, placed.outcome.messages) == (Outcome.WAITING, (LOST,))
    assert (placed.mails, things.changes()) == ((), [])


def test_a_row_goes_on_when_each_of_its_doubts_was_accepted() -> None:
    row = a_row(parents=["maria@example.org"])
    row = row._replace(row=row.row._replace(doubts=(LOST, SHARED)))
    one = place(row, WorkingSet([a_homeroom("3-A")]), replace(CONTEXT, accepted=frozenset({LOST.id})))
    assert (one.outcome.outcome, one.outcome.messages) == (Outcome.WAITING, (SHARED,))
    both = place(row, WorkingSet([a_homeroom("3-A")]), replace(CONTEXT, accepted=frozenset({LOST.id, SHARED.id})))
    assert both.outcome.outcome is Outcome.INVITED
