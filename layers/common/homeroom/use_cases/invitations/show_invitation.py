"""The whole timeline of one invitation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.invitations.history_event import EventKind, HistoryEvent
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.mail.address_block import AddressBlock
from homeroom.domain.mail.mail import Mail
from homeroom.domain.roster.student import Student
from homeroom.use_cases.ports.services import Services

_MOST_MAILS = 100


@dataclass(frozen=True)
class InvitationTimeline:
    """`requests` are all of them, the first one first, `mails` by send number: of the newest hundred those that were
    begun to be handed over. `imports` are those that requests came from, by id. `expired`: its time is over. `block`:
    nothing is sent to its address, while somebody could still answer.
    """

    invitation: Invitation
    students: Mapping[str, Student]
    requests: Sequence[HistoryEvent]
    mails: Mapping[int, Mail]
    imports: Mapping[str, ImportRun]
    expired: bool
    block: AddressBlock | None


def show_invitation(invitation_id: str, services: Services) -> InvitationTimeline:
    """Raises NotFound."""
    invitation = services.invitations.get_many([invitation_id]).get(invitation_id)
    if invitation is None:
        raise NotFound
    requests = [*(h for h in invitation.history if h.kind is EventKind.ASKED), invitation.request]
    newest = invitation.newest_send_number
    send_numbers = range(max(1, newest - _MOST_MAILS + 1), newest + 1)
    mails = services.mails.get_many([(invitation_id, send_number) for send_number in send_numbers])
    runs = {request.import_id: services.imports.get(request.import_id) for request in requests if request.import_id}
    return InvitationTimeline(
        invitation=invitation,
        students=services.roster.students({s for event in (*requests, *invitation.history) for s in event.student_ids}),
        requests=requests,
        mails={send_number: mail for (_, send_number), mail in mails.items()},
        imports={import_id: run for import_id, run in runs.items() if run},
        expired=invitation.is_open and not invitation.open_at(services.clock()),
        block=services.address_blocks.get_many([invitation.email_key]).get(invitation.email_key),
    )
