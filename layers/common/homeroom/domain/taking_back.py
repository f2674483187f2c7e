"""An import that is stopped takes back the mails that it has asked for and that were not sent."""

from dataclasses import replace
from datetime import datetime

from homeroom.domain.happening import Happening, What
from homeroom.domain.invitation import Arrival, Invitation

STOPPED_BEFORE = "The import was stopped before this mail went out."


def askings_before_import(invitation: Invitation) -> list[Happening]:
    """What the invitation was before the import that asked for its newest mail, the newest first. Empty where that
    import has made it, or somebody has corrected its address since: what led to the old one leads nowhere any more.
    """
    return [
        told
        for told in reversed(invitation.history)
        if told.what is What.ASKED and told.import_id != invitation.import_id and told.email == invitation.email
    ]


def back_to(asking: Happening, invitation: Invitation, arrival: Arrival, by: str, now: datetime) -> Invitation:
    """As it was then: the link of that mail works again, and whom the import has added is not asked about."""
    kept = tuple(i for i in invitation.student_ids if i in asking.student_ids)
    added = tuple(i for i in invitation.student_ids if i not in asking.student_ids)
    told = Happening(at=now, what=What.TAKEN_BACK, by=by, student_ids=added, import_id=invitation.import_id)
    return replace(
        invitation,
        student_ids=kept,
        inviter=asking.inviter or asking.by,
        asked_by=asking.by if asking.inviter else "",
        by_parent=asking.by_parent,
        generation=asking.generation,
        taken_back=invitation.newest_generation,
        asked_at=asking.at,
        expires_at=asking.until or invitation.expires_at,
        import_id=asking.import_id,
        row=asking.row,
        newest_mail=asking.newest_mail,
        reminders=asking.reminders,
        arrival=arrival,
        history=(*(h for h in invitation.history if h is not asking), told),
    )
