"""The queue of mails to send."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from homeroom.domain.audit.audit_entry import AuditAction


@dataclass(frozen=True)
class AccountNews:
    """What the user of this id did to an account, as the record has it: to their own, to the one with the id `about`,
    or to an invitation of a Site Admin with that id.
    """

    action: AuditAction
    user_id: str
    at: datetime
    about: str = ""


class InviteQueue(Protocol):
    def put(self, mails: Sequence[tuple[str, int]], delay: timedelta = timedelta()) -> None:
        """Ask for these mails: (invitation id, send number), to be sent after the delay, at most a quarter of an
        hour. Asking twice sends nothing twice.
        """

    def put_notice(self, import_id: str, delay: timedelta = timedelta()) -> None:
        """Ask for Site Admins to be told that this import waits, after the delay as above. Asking twice tells nobody
        twice.
        """

    def put_log_in(self, user_id: str, number: int, delay: timedelta = timedelta()) -> None:
        """Ask for the email of this number that logs this user in, after the delay as above. Asking twice sends
        nothing twice.
        """

    def put_new_address(self, contact_id: str, number: int, delay: timedelta = timedelta()) -> None:
        """Ask for the email of this number that lets this parent confirm a new address, after the delay as above.
        Asking twice sends nothing twice.
        """

    def put_address_changed(self, contact_id: str, number: int, delay: timedelta = timedelta()) -> None:
        """Ask for the former address of this parent to be told of the change of this number, after the delay as above.
        Asking twice tells nobody twice; where nothing has changed, nobody is told.
        """

    def put_password_set(self, user_id: str, set_at: datetime, delay: timedelta = timedelta()) -> None:
        """Ask for the other Site Admins to be told that this one has set a password by a mailed link, after the delay
        as above. Asking twice tells nobody twice.
        """

    def put_admin_invitation(self, invitation_id: str, number: int, delay: timedelta = timedelta()) -> None:
        """Ask for the email of this number that lets its reader become a Site Admin, after the delay as above. Asking
        twice sends nothing twice.
        """

    def put_account_news(self, news: AccountNews, delay: timedelta = timedelta()) -> None:
        """Ask for the owner of the account, or the other Site Admins, to be told, after the delay as above. Asking
        twice tells nobody twice.
        """

    def put_deletion(self, contact_id: str, asked_at: datetime, delay: timedelta = timedelta()) -> None:
        """Ask for this person to be told that their information will be deleted, as was asked for then, after the delay
        as above. Asking twice tells nobody twice.
        """

    def put_confirm_contacts(
        self, campaign_id: str, number: int, contact_ids: Sequence[str], delay: timedelta = timedelta()
    ) -> None:
        """Ask for the emails of this number in which a campaign asks about these contacts, after the delay as above.
        Asking twice sends nothing twice. Raises as `put` does.
        """

    def put_sample(self, user_id: str, asked_at: datetime, delay: timedelta = timedelta()) -> None:
        """Ask for a test of the invitation to this Site Admin, who asked for it then, after the delay as above. Asking
        twice sends nothing twice.
        """
