"""What travels through our own queues, defined once for whoever puts a message there and whoever takes it out.

A message says its `kind` and its `version`. A change that older code could not read is a new version, which stays
readable alongside the old one for as long as queues keep messages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class InviteMessage:
    """Emails to be sent, as invitation ids and send numbers: no address and no secret lies in a queue."""

    kind: Literal["invite"] = "invite"
    version: Literal[1] = 1
    mails: Sequence[tuple[str, int]]


@dataclass(frozen=True, kw_only=True)
class NoticeMessage:
    """Site Admins are to be told that an import waits; it travels in the queue of the emails."""

    kind: Literal["notice"] = "notice"
    version: Literal[1] = 1
    import_id: str


@dataclass(frozen=True, kw_only=True)
class LogInMessage:
    """The email of this number is to log this user in: no address and no secret lies in a queue."""

    kind: Literal["log_in"] = "log_in"
    version: Literal[1] = 1
    user_id: str
    number: int


@dataclass(frozen=True, kw_only=True)
class PasswordSetMessage:
    """The other Site Admins are to be told that this one has set a password by a mailed link, so many seconds after
    the epoch.
    """

    kind: Literal["password_set"] = "password_set"
    version: Literal[1] = 1
    user_id: str
    set_at: int


@dataclass(frozen=True, kw_only=True)
class AdminInvitationMessage:
    """The email of this number is to let its reader become a Site Admin: the address lies in no queue."""

    kind: Literal["admin_invitation"] = "admin_invitation"
    version: Literal[1] = 1
    invitation_id: str
    number: int


@dataclass(frozen=True, kw_only=True)
class AccountNewsMessage:
    """Somebody did this to an account so many seconds after the epoch: its owner, or the other Site Admins, are to be
    told. `action` is an AuditAction, `user_id` who did it, and `about` the id of another user or of an invitation of a
    Site Admin, empty for one's own account.
    """

    kind: Literal["account_news"] = "account_news"
    version: Literal[1] = 1
    action: str
    user_id: str
    about: str
    at: int


@dataclass(frozen=True, kw_only=True)
class DeletionMessage:
    """This person is to be told that their information will be deleted, as was asked so many seconds after the
    epoch.
    """

    kind: Literal["deletion"] = "deletion"
    version: Literal[1] = 1
    contact_id: str
    asked_at: int


@dataclass(frozen=True, kw_only=True)
class NewAddressMessage:
    """The email of this number is to let this parent confirm a new address: the address lies in no queue."""

    kind: Literal["new_address"] = "new_address"
    version: Literal[1] = 1
    contact_id: str
    number: int


@dataclass(frozen=True, kw_only=True)
class AddressChangedMessage:
    """The former address of this parent is to be told of the change of this number."""

    kind: Literal["address_changed"] = "address_changed"
    version: Literal[1] = 1
    contact_id: str
    number: int


@dataclass(frozen=True, kw_only=True)
class ConfirmContactMessage:
    """These contacts are to be asked by this campaign whether they are still right, in its email of this number: 1 for
    the first one, 2 for the reminder. No address lies in a queue.
    """

    kind: Literal["confirm_contact"] = "confirm_contact"
    version: Literal[1] = 1
    campaign_id: str
    number: int
    contact_ids: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class SampleMessage:
    """This Site Admin has asked for a test of the invitation, so many seconds after the epoch."""

    kind: Literal["sample"] = "sample"
    version: Literal[1] = 1
    user_id: str
    asked_at: int


@dataclass(frozen=True, kw_only=True)
class ImportMessage:
    """One upload whose import is to begin or to go on."""

    kind: Literal["import"] = "import"
    version: Literal[1] = 1
    bucket: str
    key: str
    object_version: str


@dataclass(frozen=True, kw_only=True)
class BulkResendMessage:
    """The bulk resend is to begin or to go on; it travels in the queue of the imports."""

    kind: Literal["bulk_resend"] = "bulk_resend"
    version: Literal[1] = 1


@dataclass(frozen=True, kw_only=True)
class ExportMessage:
    """A file of contacts is to be made; it travels in the queue of the imports."""

    kind: Literal["export"] = "export"
    version: Literal[1] = 1
    export_id: str


MailMessage = (
    InviteMessage
    | NoticeMessage
    | LogInMessage
    | PasswordSetMessage
    | AdminInvitationMessage
    | AccountNewsMessage
    | DeletionMessage
    | NewAddressMessage
    | AddressChangedMessage
    | ConfirmContactMessage
    | SampleMessage
)
"""What may lie in the queue of the emails."""
QueueMessage = MailMessage | ImportMessage | BulkResendMessage | ExportMessage
