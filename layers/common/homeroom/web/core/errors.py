"""From what went wrong to the page that says so, and what to do next: one table."""

from dataclasses import dataclass

from homeroom.domain.invitations.link_errors import (
    LinkCompleted,
    LinkDeclined,
    LinkExpired,
    LinkSuperseded,
    LinkUnknown,
    LinkWithdrawn,
)
from homeroom.domain.kernel.change import Conflict
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.limits import TooManyTries
from homeroom.use_cases.answers.open_link import LinkForSomebodyElse
from homeroom.use_cases.answers.register_parent import RegisteredAlready
from homeroom.use_cases.errors import AnswerOver, NotAllowed, NotFound
from homeroom.use_cases.mail.stop_mails import StopLinkUnknown
from homeroom.use_cases.ports.files import UploadGone
from homeroom.web.core.guards import ForgedPost, LogInFirst
from homeroom.web.core.requests import BadRequest
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import MethodNotAllowed


@dataclass(frozen=True)
class Action:
    url: str
    label: str


_HOME, _LOG_IN = Action("/", "Go to the first page"), Action("/login", "Log in")


def _dead_end(status: int, heading: str, *paragraphs: str, action: Action | None = None) -> Page:
    context = {"heading": heading, "paragraphs": list(paragraphs), "action": action}
    return Page("core/dead_end.html", context, status)


_PAGES: dict[type[HomeroomError], Page] = {
    LinkUnknown: _dead_end(
        404,
        "We do not know this link",
        "Perhaps it was cut off. Open the newest mail from the school and press its button, "
        "or copy the whole address from it.",
        "If that does not help, ask the school office for a new invitation.",
    ),
    StopLinkUnknown: _dead_end(
        404,
        "We do not know this link",
        "Perhaps it was cut off. Open the mail again and press the link at its very end.",
        "Or reply to the mail, or tell the school office: they can take care of it.",
    ),
    LinkExpired: _dead_end(
        410,
        "Your link has expired",
        "Open the link in your mail once more: its page can send you a new one.",
    ),
    LinkSuperseded: _dead_end(
        410,
        "There is a newer mail for you",
        "The school has sent you a newer mail, or one is on its way. Use the link in that one.",
    ),
    LinkDeclined: _dead_end(
        410,
        "You have told us that this is not for you",
        "The school can see that you said so. You get no reminders about it.",
        "If it was a mistake, ask the school office for a new invitation.",
    ),
    LinkWithdrawn: _dead_end(
        410,
        "This invitation was withdrawn",
        "There is nothing for you to do. If you think that this is a mistake, ask the school office.",
    ),
    LinkCompleted: _dead_end(
        410,
        "You have answered already",
        "The school has what you told us, and this link has done its work.",
        "If you have set a password, log in to see or correct your information. "
        "If not, the school office can help you.",
        action=_LOG_IN,
    ),
    LinkForSomebodyElse: _dead_end(
        403,
        "This link is for somebody else",
        "You are logged in, and this link was mailed to another address. Nothing was changed.",
        "If both are yours, log out first and open the link again.",
        action=_HOME,
    ),
    AnswerOver: _dead_end(
        410,
        "This form has been open too long",
        "Nothing is lost that you had saved. To begin again, open the link in your mail once more.",
    ),
    RegisteredAlready: _dead_end(
        409,
        "There is a log-in already",
        "Somebody has set a password for this e-mail address. Log in with it.",
        action=_LOG_IN,
    ),
    NotFound: _dead_end(
        404,
        "There is no such page",
        "Perhaps it was moved or taken away, or the address was cut off.",
        action=_HOME,
    ),
    MethodNotAllowed: _dead_end(
        405,
        "This page cannot be used that way",
        "Nothing was changed. Open the page and use its buttons.",
        action=_HOME,
    ),
    UploadGone: _dead_end(
        404,
        "This file is no longer here",
        "Files and their results are deleted after some weeks. "
        "What became of each row still stands on the import's page.",
        action=_HOME,
    ),
    NotAllowed: _dead_end(
        403, "This page is for Site Admins", "You are logged in, but not as a Site Admin.", action=_HOME
    ),
    TooManyTries: _dead_end(
        429, "That was tried too often", "To keep families' information safe, we wait a little. Try again later."
    ),
    ForgedPost: _dead_end(
        403,
        "This page was open too long",
        "Nothing was changed. Go back, load the page again, and send it once more.",
        action=_HOME,
    ),
    BadRequest: _dead_end(
        400, "We could not read what was sent", "Nothing was changed. Go back and try again.", action=_HOME
    ),
    Conflict: _dead_end(
        409,
        "Somebody else changed this at the same moment",
        "Nothing of yours was stored. Go back, load the page again, and look at what has changed.",
        action=_HOME,
    ),
}

BROKEN = _dead_end(
    500,
    "Something broke on our side",
    "It was not your fault. Wait a minute and try again; if it happens again, tell the school office.",
    action=_HOME,
)


def error_page(error: HomeroomError) -> Page | Redirect:
    if isinstance(error, LogInFirst):
        return Redirect("/login")
    return _PAGES.get(type(error), BROKEN)
