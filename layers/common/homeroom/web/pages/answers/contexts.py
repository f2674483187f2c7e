"""What fills the pages of a parent's answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from homeroom.domain.families.parent_contact import ContactDetails, LivesWith
from homeroom.domain.kernel.message import Message
from homeroom.domain.roster.student import Student
from homeroom.web.forms.families.sharing_part import SharingPart


@dataclass(frozen=True, repr=False)
class InvitationPage:
    """Behind the link. `first_names` are the students'; nothing else of them is shown before the button is pressed.
    `checks`: another parent has added the reader, who checks what was entered. `declined` are the
    first names of whom the reader has said lately that they are not theirs, which can be taken back at `declined_url`.
    """

    template: ClassVar[str] = "invitations/invitation.html"
    first_names: Sequence[str]
    inviter: str
    expires_at: datetime
    decline_url: str
    checks: bool
    declined: Sequence[str] = ()
    declined_url: str = ""


@dataclass(frozen=True, repr=False)
class LinkOverPage:
    """`expired_address` is the one on record, None where a newer email took the link's place. `code` is what was typed,
    empty where the link itself was opened.
    """

    template: ClassVar[str] = "answers/link_over.html"
    expired_address: str | None
    new_link_url: str
    code: str = ""


@dataclass(frozen=True, repr=False)
class CodePage:
    """Where the code beside a link is typed."""

    template: ClassVar[str] = "answers/code.html"
    values: Mapping[str, str]
    errors: Mapping[str, Message]


@dataclass(frozen=True, repr=False)
class NewLinkPage:
    template: ClassVar[str] = "answers/new_link.html"


@dataclass(frozen=True, repr=False)
class DeclinePage:
    """`back` is the path of the page that the parent came from."""

    template: ClassVar[str] = "answers/decline.html"
    students: Sequence[Student]
    back: str
    errors: Mapping[str, Message]


@dataclass(frozen=True, kw_only=True, repr=False)
class DeclinedPage:
    """After "not my child". `first_names` are those of whom it can be taken back at `take_back_url`. `back` is the path
    of the form about the others, empty without any. `errors`: why it could not be taken back.
    """

    template: ClassVar[str] = "answers/declined.html"
    first_names: Sequence[str]
    take_back_url: str
    back: str
    errors: Mapping[str, Message]


@dataclass(frozen=True, repr=False)
class WhoPage:
    """`parents` are values and first names, empty for somebody else; `first_names` are the students'."""

    template: ClassVar[str] = "answers/who.html"
    parents: Sequence[tuple[str, str]]
    first_names: Sequence[str]
    errors: Mapping[str, Message]


@dataclass(frozen=True, kw_only=True, repr=False)
class AnswerPage:
    """`is_known`: the parent, called `name`, has answered before: only the relation to each student is asked for.
    `email_optional`: the form is behind a letter. `may_be_another`: somebody else may have opened the link. `recorded`
    is what another parent has entered, as far as it may be shown, by the field's name; `on_file` are relationships that
    somebody else has named. `open_part` is the id of the part that is to be open, may be empty. `stored` is what other
    tabs or devices have saved meanwhile, where it differs.
    """

    template: ClassVar[str] = "answers/answer.html"
    students: Sequence[Student]
    first_names: Sequence[str]
    languages: Sequence[tuple[str, str]]
    saved: bool
    is_known: bool
    name: str
    email_optional: bool
    may_be_another: bool
    sharing: SharingPart
    recorded: Mapping[str, str]
    on_file: Mapping[str, str]
    open_part: str
    stored: Mapping[str, str]
    values: Mapping[str, str]
    errors: Mapping[str, Message]


@dataclass(frozen=True, kw_only=True, repr=False)
class AnotherParentPage:
    """`same_address`: whose home address may be taken over, as ids and names; their own has no name."""

    template: ClassVar[str] = "answers/another_parent.html"
    students: Sequence[Student]
    first_names: Sequence[str]
    languages: Sequence[tuple[str, str]]
    same_address: Sequence[tuple[str, str]]
    values: Mapping[str, str]
    errors: Mapping[str, Message]


@dataclass(frozen=True, repr=False)
class SavedChild:
    """`id` and `first_name` are the student's. `kept_out`: this parent keeps them out of lists."""

    id: str
    first_name: str
    relationship: str
    lives_with: LivesWith
    kept_out: bool = False


@dataclass(frozen=True, kw_only=True, repr=False)
class AnswerNextPage:
    """`name` is the parent's first name, `first_names` are the students'. `children` and `details` are what this form
    has saved: None of a parent who was known before, of whom a link shows nothing. `new_email` is another address that
    waits for being confirmed, empty where none does. `language` is the name of the preferred one, in that language.
    `form` is the address of the form that changes it. `added` are the names of other parents whom this one has added.
    """

    template: ClassVar[str] = "answers/answer_next.html"
    name: str
    first_names: Sequence[str]
    details: ContactDetails | None
    language: str
    children: Sequence[SavedChild]
    form: str
    can_register: bool
    notice: Message
    new_email: str = ""
    added: Sequence[str] = ()


@dataclass(frozen=True, repr=False)
class RegisterPage:
    """`email` is what the parent will log in with."""

    template: ClassVar[str] = "answers/register.html"
    email: str
    shortest_password: int
    errors: Mapping[str, Message]


@dataclass(frozen=True, repr=False)
class AnswerDonePage:
    template: ClassVar[str] = "answers/answer_done.html"
