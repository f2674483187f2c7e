"""The whole story of one invitation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from homeroom.domain.address_block import AddressBlock
from homeroom.domain.happening import Happening, What
from homeroom.domain.import_run import ImportRun
from homeroom.domain.invitation import Invitation
from homeroom.domain.mail import Mail
from homeroom.domain.student import Student
from homeroom.use_cases.errors import NotFound
from homeroom.use_cases.ports import Outside

_MOST_MAILS = 100


@dataclass(frozen=True)
class InvitationStory:
    """`askings` are all of them, the first one first, `mails` by generation: of the newest hundred those that were
    begun to be handed over. `imports` are those that askings came from, by id. `expired`: its time is over. `block`:
    nothing is sent to its address, while somebody could still answer.
    """

    invitation: Invitation
    students: Mapping[str, Student]
    askings: Sequence[Happening]
    mails: Mapping[int, Mail]
    imports: Mapping[str, ImportRun]
    expired: bool
    block: AddressBlock | None


def show_invitation(invitation_id: str, outside: Outside) -> InvitationStory:
    """Raises NotFound."""
    invitation = outside.invitations.get_many([invitation_id]).get(invitation_id)
    if invitation is None:
        raise NotFound
    askings = [*(h for h in invitation.history if h.what is What.ASKED), invitation.asking]
    newest = invitation.newest_generation
    generations = range(max(1, newest - _MOST_MAILS + 1), newest + 1)
    mails = outside.invitations.mails([(invitation_id, generation) for generation in generations])
    runs = {asking.import_id: outside.imports.get(asking.import_id) for asking in askings if asking.import_id}
    return InvitationStory(
        invitation=invitation,
        students=outside.roster.students({s for told in (*askings, *invitation.history) for s in told.student_ids}),
        askings=askings,
        mails={generation: mail for (_, generation), mail in mails.items()},
        imports={import_id: run for import_id, run in runs.items() if run},
        expired=invitation.is_open and not invitation.open_at(outside.clock()),
        block=outside.invitations.blocks([invitation.email_key]).get(invitation.email_key),
    )
