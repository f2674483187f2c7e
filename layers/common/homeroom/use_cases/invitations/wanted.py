"""Which invitations a list shows."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.listing import Listing, inviter_key
from homeroom.domain.invitations.status import EVERY_STATUS, REMINDED, Status, status_of
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.school_years import last_years


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list shows; empty means any. Lists are about the school year `year`; those of an import are about that
    import, and a search finds whoever was ever invited. `homeroom` is a code of that year, `inviter` a key made by
    `inviter_key`, `text` what was typed to search for. `reminders` are all that the site sends: `without_answer` wants
    those who got as many.
    """

    year: str
    statuses: Collection[Status] = EVERY_STATUS
    homeroom: str = ""
    import_id: str = ""
    inviter: str = ""
    text: str = ""
    reminders: int = 0
    without_answer: bool = False

    @property
    def whatever_status(self) -> "Wanted":
        return replace(self, statuses=EVERY_STATUS, without_answer=False)

    @property
    def of_any_year(self) -> bool:
        return bool(self.import_id or self.text)

    def fits(self, invitation: Invitation) -> bool:
        """Homeroom and text are not the invitation's own; who looks for them begins with them."""
        return (
            (self.of_any_year or self.year in invitation.years)
            and status_of(invitation) in self.statuses
            and (not self.without_answer or got_all(invitation, self.reminders))
            and self.import_id in ("", invitation.import_id)
            and self.inviter in ("", inviter_key(invitation.inviter))
        )


def got_all(invitation: Invitation, reminders: int) -> bool:
    """Whether so many reminders have gone to its reader, the newest arrived, and nothing came back."""
    return 0 < reminders <= invitation.reminders and status_of(invitation) in REMINDED


def listing_of(wanted: Wanted, services: Services) -> Listing:
    """By import, by inviter or by year: an index goes by one of them, and the others are looked at afterwards."""
    inviter = "" if wanted.import_id else wanted.inviter
    years = () if wanted.import_id or inviter else last_years(wanted.year, services)
    return Listing(statuses=wanted.statuses, import_id=wanted.import_id, inviter_key=inviter, last_years=years)
