"""What fills the templates of the invitations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from homeroom.domain.invitations.bulk_resend import BulkResend
from homeroom.domain.kernel.message import Message
from homeroom.web.pages.invitations.invitation_lines import ShownInvitation, ShownStudent, Tile
from homeroom.web.pages.invitations.timeline_entries import TimelineEntry


@dataclass(frozen=True, repr=False)
class ImportChoice:
    """An import whose invitations can be listed; `name` is empty where it is gone."""

    id: str
    name: str = ""
    started_at: datetime | None = None


@dataclass(frozen=True, repr=False)
class InviterChoice:
    """`name` is empty where nothing but the key is known."""

    key: str
    name: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class InvitationsPage:
    """`filters` by name as the address has them, empty for any. `resent`: so many mails the running bulk resend has
    asked for, None where none runs.
    """

    template: ClassVar[str] = "invitations/invitations.html"
    filters: Mapping[str, str]
    invitations: Sequence[ShownInvitation]
    tiles: Sequence[Tile]
    homerooms: Sequence[str]
    imports: Sequence[ImportChoice]
    inviters: Sequence[InviterChoice]
    next_url: str
    first_url: str
    download_url: str
    resent: int | None


@dataclass(frozen=True, kw_only=True, repr=False)
class DownloadPage:
    """A file holds `most` invitations at most, and this one `number`."""

    template: ClassVar[str] = "invitations/invitations_download.html"
    number: int
    most: int
    is_first: bool
    file_url: str
    next_url: str
    back_url: str


@dataclass(frozen=True, kw_only=True, repr=False)
class BulkResendPage:
    """`number` of mails would be sent, or more than that if not `exact`."""

    template: ClassVar[str] = "invitations/bulk_resend.html"
    number: int
    exact: bool
    running: BulkResend | None


@dataclass(frozen=True, kw_only=True, repr=False)
class TimelinePage:
    """`expires_at` is None where its link works no longer. `blocked`: why nothing is sent to its address.
    `is_readers_wish`: because its reader has stopped all emails.
    """

    template: ClassVar[str] = "invitations/invitation_timeline.html"
    id: str
    heading: str
    email: str
    state: str
    state_label: Message
    students: Sequence[ShownStudent]
    inviter: str
    inviter_url: str
    expires_at: datetime | None
    entries: Sequence[TimelineEntry]
    can_send_again: bool
    blocked: Message | None
    is_readers_wish: bool
    can_withdraw: bool
    can_hold: bool
    can_release: bool
    values: Mapping[str, str]
    errors: Mapping[str, Message]
    taken_url: str
    notice: Message | None
