"""From what went wrong to the page that says so, and what to do next: one table."""

from homeroom.domain.accounts.user import PasswordBeingSet
from homeroom.domain.invitations.link_errors import (
    LinkCompleted,
    LinkDeclined,
    LinkExpired,
    LinkSuperseded,
    LinkUnknown,
    LinkWithdrawn,
)
from homeroom.domain.kernel.change import Conflict
from homeroom.domain.kernel.errors import NotAllowed, NotFound
from homeroom.domain.kernel.limits import TooManyTries
from homeroom.use_cases.accounts.family_access import RegisterFirst
from homeroom.use_cases.answers.answer import AnswerOver
from homeroom.use_cases.answers.open_link import LinkForSomebodyElse
from homeroom.use_cases.answers.register_parent import RegisteredAlready
from homeroom.use_cases.mail.stop_mails import StopLinkUnknown
from homeroom.use_cases.ports.files import UploadGone
from homeroom.web.core.dead_end import CODE, HOME, LOG_IN, LOG_IN_LINK, SET_PASSWORD, DeadEnd, dead_end
from homeroom.web.core.dead_end import DeadEndText as Text
from homeroom.web.core.guards import ChooseParentFirst, ForgedPost, LogInFirst
from homeroom.web.core.requests import BadRequest
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import MethodNotAllowed

_DEAD_ENDS: dict[type[Exception], tuple[int, DeadEnd]] = {
    LinkUnknown: (404, dead_end(Text.LINK_UNKNOWN, Text.LINK_UNKNOWN_WHY, Text.LINK_UNKNOWN_NEXT, action=CODE)),
    StopLinkUnknown: (404, dead_end(Text.LINK_UNKNOWN, Text.STOP_LINK_UNKNOWN_WHY, Text.STOP_LINK_UNKNOWN_NEXT)),
    LinkExpired: (410, dead_end(Text.LINK_EXPIRED, Text.LINK_EXPIRED_NEXT)),
    LinkSuperseded: (410, dead_end(Text.LINK_SUPERSEDED, Text.LINK_SUPERSEDED_NEXT)),
    LinkDeclined: (410, dead_end(Text.LINK_DECLINED, Text.LINK_DECLINED_WHY, Text.LINK_DECLINED_NEXT)),
    LinkWithdrawn: (410, dead_end(Text.LINK_WITHDRAWN, Text.LINK_WITHDRAWN_NEXT)),
    LinkCompleted: (
        410,
        dead_end(Text.LINK_COMPLETED, Text.LINK_COMPLETED_WHY, Text.LINK_COMPLETED_NEXT, action=LOG_IN_LINK),
    ),
    LinkForSomebodyElse: (
        403,
        dead_end(Text.FOR_SOMEBODY_ELSE, Text.FOR_SOMEBODY_ELSE_WHY, Text.FOR_SOMEBODY_ELSE_NEXT, action=HOME),
    ),
    AnswerOver: (410, dead_end(Text.ANSWER_OVER, Text.ANSWER_OVER_NEXT)),
    RegisteredAlready: (409, dead_end(Text.REGISTERED_ALREADY, Text.REGISTERED_ALREADY_NEXT, action=LOG_IN)),
    PasswordBeingSet: (409, dead_end(Text.PASSWORD_BEING_SET, Text.PASSWORD_BEING_SET_NEXT, action=LOG_IN)),
    RegisterFirst: (403, dead_end(Text.REGISTER_FIRST, Text.REGISTER_FIRST_WHY, action=SET_PASSWORD)),
    NotFound: (404, dead_end(Text.NOT_FOUND, Text.NOT_FOUND_WHY, action=HOME)),
    MethodNotAllowed: (405, dead_end(Text.METHOD_NOT_ALLOWED, Text.METHOD_NOT_ALLOWED_NEXT, action=HOME)),
    UploadGone: (404, dead_end(Text.UPLOAD_GONE, Text.UPLOAD_GONE_WHY, action=HOME)),
    NotAllowed: (403, dead_end(Text.NOT_ALLOWED, Text.NOT_ALLOWED_WHY, action=HOME)),
    TooManyTries: (429, dead_end(Text.TOO_MANY_TRIES, Text.TOO_MANY_TRIES_WHY)),
    ForgedPost: (403, dead_end(Text.FORGED_POST, Text.FORGED_POST_NEXT, action=HOME)),
    BadRequest: (400, dead_end(Text.BAD_REQUEST, Text.BAD_REQUEST_NEXT, action=HOME)),
    Conflict: (409, dead_end(Text.CONFLICT, Text.CONFLICT_NEXT, action=HOME)),
}

OTHER_STORE_VERSION = Page(
    dead_end(Text.OTHER_STORE_VERSION, Text.OTHER_STORE_VERSION_WHY, Text.OTHER_STORE_VERSION_NEXT), 503
)
BROKEN = Page(dead_end(Text.BROKEN, Text.BROKEN_NEXT, action=HOME), 500)


def error_page(error: Exception) -> Page | Redirect:
    """BROKEN for what nobody has thought of."""
    if isinstance(error, LogInFirst):
        return Redirect("/login")
    if isinstance(error, ChooseParentFirst):
        return Redirect("/me/who")
    if type(error) not in _DEAD_ENDS:
        return BROKEN
    status, context = _DEAD_ENDS[type(error)]
    return Page(context, status)
