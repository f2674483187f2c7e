"""What fills the templates of the invitations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from homeroom.domain.invitations.bulk_resend import BulkResend
from homeroom.domain.kernel.message import Labeled, Message
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


class FilterName(Labeled):
    """What a list can be cut by, besides its state."""

    HOMEROOM = "homeroom"
    IMPORT = "import"
    INVITER = "inviter"
    TEXT = "q"


@dataclass(frozen=True, repr=False)
class ChosenFilter:
    """`value` is empty where nobody knows its name any more. `without_url` leads to the list without it."""

    name: FilterName
    value: str
    without_url: str


@dataclass(frozen=True, kw_only=True, repr=False)
class InvitationsPage:
    """`filters` by name as the address has them, empty for any. `resent`: so many mails the running bulk resend has
    asked for, None where none runs. `send_again_url` is empty where nobody of the list can be sent to at once.
    """

    template: ClassVar[str] = "invitations/invitations.html"
    filters: Mapping[str, str]
    chosen: Sequence[ChosenFilter]
    invitations: Sequence[ShownInvitation]
    tiles: Sequence[Tile]
    next_url: str
    first_url: str
    filter_url: str
    download_url: str
    send_again_url: str
    resent: int | None


@dataclass(frozen=True, kw_only=True, repr=False)
class FilterPage:
    """`filters` as above: what is not chosen here is kept."""

    template: ClassVar[str] = "invitations/invitations_filter.html"
    filters: Mapping[str, str]
    homerooms: Sequence[str]
    imports: Sequence[ImportChoice]
    inviters: Sequence[InviterChoice]
    back_url: str


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
    """`number` of mails would be sent: if not `exact` at most so many, or `more` than that. `filters` say to whom, by
    name as an address has them; `chosen` and `state` say it in words.
    """

    template: ClassVar[str] = "invitations/bulk_resend.html"
    filters: Mapping[str, str]
    back_url: str
    chosen: Sequence[ChosenFilter] = ()
    state: Message | None = None
    number: int = 0
    exact: bool = True
    more: bool = False
    running: BulkResend | None = None


class FirstAction(StrEnum):
    """The one that helps most, which comes first."""

    NONE = ""
    ADDRESS = "address"
    SEND_AGAIN = "send-again"
    RELEASE = "release"
    MAIL_AGAIN = "mail-again"


@dataclass(frozen=True, kw_only=True, repr=False)
class TimelinePage:
    """`expires_at` is None where its link works no longer. `blocked`: why nothing is sent to its address.
    `is_readers_wish`: because its reader has stopped all emails. `on_paper`: it is a letter, without an address.
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
    first: FirstAction
    can_send_again: bool
    blocked: Message | None
    is_readers_wish: bool
    can_withdraw: bool
    can_hold: bool
    can_release: bool
    on_paper: bool
    values: Mapping[str, str]
    errors: Mapping[str, Message]
    taken_url: str
    notice: Message | None
