"""What fills a student's profile page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from homeroom.domain.families.office_entry import OfficeEntry
from homeroom.domain.families.parent_contact import ContactDetails, LivesWith
from homeroom.domain.kernel.message import Message
from homeroom.web.pages.invitations.own_requests import RequestLine


@dataclass(frozen=True, kw_only=True, repr=False)
class PlaceInYear:
    """`other_year` is empty for the current one. `moved_from` is the homeroom before, left at `moved_at`; for Site
    Admins, empty where there is none.
    """

    other_year: str
    homeroom: str
    homeroom_url: str
    grade: str
    grade_url: str
    moved_from: str = ""
    moved_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, repr=False)
class StudentFacts:
    """`places` begin with the current school year's; those of others are for Site Admins, as is
    `protected_reason`. `kept_out`: of lists that other families see, by a parent. `has_left`: they are not in the
    current year or a later one.
    """

    id: str
    name: str
    first_name: str
    places: Sequence[PlaceInYear]
    school_id: str
    protected: bool
    kept_out: bool = False
    has_left: bool = False
    protected_reason: str = ""


@dataclass(frozen=True, repr=False)
class ContactCard:
    """`details` hold what this viewer may see. `answered`: they have done so themselves. For Site Admins alone are
    `page_url`, below which the pages about the two of them are, the days of the relation, what the office has
    entered last, the names of contacts that look like the same person, when the parent has last confirmed this, whether
    the address is proved, and `given_email`: the only one that a parent without a log-in has typed, not proved yet.
    `holds`: they are a parent now.
    """

    details: ContactDetails
    relationship: str
    lives_with: LivesWith
    registered: bool
    answered: bool = True
    page_url: str = ""
    since: date | None = None
    until: date | None = None
    holds: bool = True
    office_entry: OfficeEntry | None = None
    same_as: Sequence[str] = ()
    confirmed_at: datetime | None = None
    is_address_proved: bool | None = None
    given_email: str = ""


@dataclass(frozen=True, repr=False)
class NotContacted:
    """Addresses that must not be told of a student: those that are known, and how many others."""

    emails: Sequence[str]
    others: int


@dataclass(frozen=True, kw_only=True, repr=False)
class InvitationCard:
    """`name` may be empty, and so is `email` of a letter. `state` is a word for style. `about`: first names. `blocked`
    is None while the address can be mailed.
    """

    url: str
    name: str
    email: str
    state: str
    state_label: Message
    on: datetime
    about: Sequence[str] = ()
    blocked: Message | None = None
    on_paper: bool = False


@dataclass(frozen=True, repr=False)
class DeclinedCard:
    url: str
    name: str
    email: str
    on: datetime


@dataclass(frozen=True, repr=False)
class Sibling:
    """`homeroom` is empty for who is not in the current school year."""

    name: str
    url: str
    homeroom: str


@dataclass(frozen=True, kw_only=True, repr=False)
class StudentPage:
    """`can_add`: this viewer records a parent, the first one or another. `without_contact`: this viewer is told that
    there is none yet. `requests` are what this parent has asked for, and `must_ask`: what they send waits for a Site
    Admin. `values` and `errors` are the form's; they are empty where it was not sent or is not shown.
    """

    template: ClassVar[str] = "roster/student.html"
    student: StudentFacts
    contacts: Sequence[ContactCard]
    invitations: Sequence[InvitationCard]
    earlier_invitations: Sequence[InvitationCard]
    declined: Sequence[DeclinedCard]
    not_contacted: NotContacted | None
    can_invite: bool
    must_ask: bool
    can_add: bool
    without_contact: bool
    requests: Sequence[RequestLine]
    values: Mapping[str, str]
    errors: Mapping[str, Message]
    notice: Message | None
    siblings: Sequence[Sibling] = ()
