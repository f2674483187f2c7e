"""Whom of an import's parents somebody has to look after: what became of their mail does not mend itself."""

from dataclasses import dataclass
from datetime import timedelta

from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.invitations.listing import Listing, order_of
from homeroom.domain.invitations.status import Status
from homeroom.use_cases.ports.services import Services

_NEWS_COME = timedelta(days=1)
"""After that a mail has gone out and was reported, or something is wrong with it."""


@dataclass(frozen=True)
class NeedAttention:
    """How many invitations' mail was refused or came back, and of how many nothing was heard for a day: they wait for
    the mail service, or what asks for their mail lies among the dead letters.
    """

    bounced: int = 0
    unheard: int = 0


def need_attention(run: ImportRun, services: Services) -> NeedAttention:
    """Of what this import was the last to ask for. From an index."""
    if not run.over or not run.counts.get(Outcome.INVITED.value):
        return NeedAttention()
    now = services.clock()
    bounced, _ = services.invitation_lists.how_many(_of(run, Status.BOUNCED), order_of(now))
    unheard, _ = services.invitation_lists.how_many(_of(run, Status.WAITING), order_of(now - _NEWS_COME))
    return NeedAttention(bounced, unheard)


def _of(run: ImportRun, status: Status) -> Listing:
    return Listing(statuses=(status,), import_id=run.id)
