"""The letters of a homeroom that nobody has answered: what to print, and to withdraw."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.use_cases.invitations.manage_invitation import InvitationOver, withdraw
from homeroom.use_cases.invitations.printed_letters import PrintedLetter, open_letters
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.addresses import student_url, with_notice
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.pages.invitations.invitation_lines import invitation_url
from homeroom.web.pages.invitations.letters_print import open_letters_url, print_url

MOST_WITHDRAWN = 100
"""Letters that one press withdraws: what a request has time for."""


class LettersNotice(Code):
    """What became of what was pressed."""

    WITHDRAWN = "letters_notice.withdrawn"
    ALL_WITHDRAWN = "letters_notice.all_withdrawn"
    SOME_WITHDRAWN = "letters_notice.some_withdrawn"
    NONE_WITHDRAWN = "letters_notice.none_withdrawn"
    IS_OVER = "letters_notice.is_over"


@dataclass(frozen=True, repr=False)
class OpenLetter:
    """`name` is the student's, the last name first."""

    id: str
    name: str
    student_url: str
    invitation_url: str
    print_url: str
    made_at: datetime
    ends: datetime


@dataclass(frozen=True, repr=False)
class OpenLettersPage:
    """`newest`: when the newest of them was made, exactly, as all of them are withdrawn that were made until then."""

    template: ClassVar[str] = "invitations/letters_open.html"
    homeroom: str
    letters: Sequence[OpenLetter]
    print_url: str
    newest: str = ""
    notice: Message | None = None


def show_open(request: Request, services: Services) -> Page:
    code = request.query.get("homeroom", "").strip()
    letters = list(map(_open_letter, open_letters(code, services))) if code else []
    newest = max((letter.made_at for letter in letters), default=None)
    shown = OpenLettersPage(code, letters, print_url(homeroom=code), newest.isoformat() if newest else "")
    return Page(replace(shown, notice=_notice(request)))


def post_withdraw(request: Request, services: Services) -> Redirect:
    """One letter, or without one all of the homeroom that the page has listed: not those that somebody has made since,
    and has perhaps handed out. Raises NotFound.
    """
    code, letter_id = request.form.get("homeroom", "").strip(), request.form.get("letter", "")
    letters, newest = (
        [letter.invitation for letter in open_letters(code, services)],
        _moment(request.form.get("newest", "")),
    )
    if letter_id:
        chosen, done, over = [i for i in letters if i.id == letter_id], LettersNotice.WITHDRAWN, LettersNotice.IS_OVER
    else:
        chosen = [i for i in letters if newest and i.asked_at <= newest]
        done, over = LettersNotice.ALL_WITHDRAWN, LettersNotice.NONE_WITHDRAWN
    for invitation in chosen[:MOST_WITHDRAWN]:
        _withdraw(invitation.id, request, services)
    if chosen[MOST_WITHDRAWN:]:
        return _back(code, LettersNotice.SOME_WITHDRAWN)
    return _back(code, done if chosen else over)


def _moment(text: str) -> datetime | None:
    """None for what the page has not said."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _withdraw(invitation_id: str, request: Request, services: Services) -> None:
    """One that is answered at this very moment is not open any more, as was asked for."""
    try:
        withdraw(invitation_id, request.by, services)
    except (InvitationOver, NotFound):
        return


def _back(code: str, notice: LettersNotice) -> Redirect:
    return Redirect(with_notice(open_letters_url(code), _word(notice)))


def _open_letter(letter: PrintedLetter) -> OpenLetter:
    invitation, student = letter.invitation, letter.student
    return OpenLetter(
        id=invitation.id,
        name=student.listed_name,
        student_url=student_url(student.id),
        invitation_url=invitation_url(invitation),
        print_url=print_url(letter=invitation.id),
        made_at=invitation.asked_at,
        ends=letter.ends,
    )


def _notice(request: Request) -> Message | None:
    notices = {_word(notice): notice for notice in LettersNotice}
    notice = notices.get(request.query.get("notice", ""))
    return message(notice) if notice else None


def _word(notice: LettersNotice) -> str:
    """In an address: `all-withdrawn`."""
    return notice.name.lower().replace("_", "-")


ROUTES = (
    Route("GET", "/letters/open", Guard.ADMIN, show_open),
    Route("POST", "/letters/withdraw", Guard.ADMIN, post_withdraw),
)
