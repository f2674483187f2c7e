"""From what went wrong to the page that says so, and what to do next: one table."""

from homeroom.domain.accounts.address_change import (
    AddressChangeOver,
    AddressLinkExpired,
    AddressLinkSuperseded,
    AddressLinkUnknown,
    AddressTaken,
)
from homeroom.domain.accounts.admin_invitation import (
    AdminInvitationAccepted,
    AdminInvitationWithdrawn,
    AdminLinkExpired,
    AdminLinkSuperseded,
    AdminLinkUnknown,
)
from homeroom.domain.accounts.user import PasswordBeingSet
from homeroom.domain.families.languages import LANGUAGES
from homeroom.domain.invitations.link_errors import (
    LetterAnswered,
    LetterEnded,
    LetterWithdrawn,
    LinkCompleted,
    LinkDeclined,
    LinkExpired,
    LinkForSomebodyElse,
    LinkSuperseded,
    LinkUnknown,
    LinkWithdrawn,
)
from homeroom.domain.kernel.change import Conflict
from homeroom.domain.kernel.errors import NotAllowed, NotFound
from homeroom.domain.kernel.limits import TooManyTries
from homeroom.domain.kernel.message import message
from homeroom.use_cases.accounts.family_access import RegisterFirst
from homeroom.use_cases.accounts.sessions import NoLongerAdmin
from homeroom.use_cases.answers.answer import AnswerOver, ChooseReaderFirst, KnownAlready
from homeroom.use_cases.answers.register_parent import RegisteredAlready
from homeroom.use_cases.mail.stop_mails import StopLinkUnknown
from homeroom.use_cases.ports.files import UploadGone
from homeroom.use_cases.ports.site import OtherStoreVersion
from homeroom.web.core.dead_end import (
    CODE,
    HOME,
    LOG_IN,
    LOG_IN_LINK,
    SET_PASSWORD,
    Action,
    DeadEnd,
    FormProof,
    TypedPage,
    dead_end,
)
from homeroom.web.core.dead_end import DeadEndText as Text
from homeroom.web.core.guards import ChooseParentFirst, CookiesRefused, ForgedPost, LogInFirst, SecondFactorFirst
from homeroom.web.core.requests import BadRequest, Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import MethodNotAllowed, path_segment

_WHO_ANSWERS, _WHO_IS_IT = (Action(path, message(Text.CHOOSE_PARENT)) for path in ("/answer/who", "/me/who"))

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
    LetterAnswered: (
        410,
        dead_end(Text.LETTER_ANSWERED, Text.LETTER_ANSWERED_WHY, Text.LETTER_ANSWERED_NEXT, action=LOG_IN_LINK),
    ),
    LetterWithdrawn: (410, dead_end(Text.LETTER_WITHDRAWN, Text.LETTER_WITHDRAWN_NEXT)),
    LetterEnded: (410, dead_end(Text.LETTER_ENDED, Text.LETTER_ENDED_NEXT)),
    AddressLinkUnknown: (
        404,
        dead_end(Text.LINK_UNKNOWN, Text.LINK_UNKNOWN_WHY, Text.ADDRESS_LINK_UNKNOWN_NEXT, action=LOG_IN),
    ),
    AddressLinkSuperseded: (
        410,
        dead_end(Text.ADDRESS_LINK_SUPERSEDED, Text.ADDRESS_LINK_SUPERSEDED_NEXT, action=LOG_IN_LINK),
    ),
    AddressLinkExpired: (410, dead_end(Text.LINK_EXPIRED, Text.ADDRESS_LINK_EXPIRED_NEXT, action=LOG_IN_LINK)),
    AddressChangeOver: (
        410,
        dead_end(Text.ADDRESS_CHANGE_OVER, Text.ADDRESS_CHANGE_OVER_NEXT, action=LOG_IN_LINK),
    ),
    AddressTaken: (409, dead_end(Text.ADDRESS_TAKEN, Text.ADDRESS_TAKEN_NEXT, action=LOG_IN_LINK)),
    AdminLinkUnknown: (404, dead_end(Text.LINK_UNKNOWN, Text.LINK_UNKNOWN_WHY, Text.ADMIN_LINK_UNKNOWN_NEXT)),
    AdminLinkSuperseded: (410, dead_end(Text.LINK_SUPERSEDED, Text.LINK_SUPERSEDED_NEXT)),
    AdminLinkExpired: (410, dead_end(Text.LINK_EXPIRED, Text.ADMIN_LINK_EXPIRED_NEXT)),
    AdminInvitationWithdrawn: (
        410,
        dead_end(Text.ADMIN_INVITATION_WITHDRAWN, Text.ADMIN_INVITATION_WITHDRAWN_NEXT),
    ),
    AdminInvitationAccepted: (
        410,
        dead_end(Text.ADMIN_INVITATION_ACCEPTED, Text.ADMIN_INVITATION_ACCEPTED_NEXT, action=LOG_IN),
    ),
    NoLongerAdmin: (
        403,
        dead_end(Text.NO_LONGER_ADMIN, Text.NO_LONGER_ADMIN_WHY, Text.NO_LONGER_ADMIN_NEXT, action=LOG_IN),
    ),
    LinkForSomebodyElse: (
        403,
        dead_end(Text.FOR_SOMEBODY_ELSE, Text.FOR_SOMEBODY_ELSE_WHY, Text.FOR_SOMEBODY_ELSE_NEXT, action=HOME),
    ),
    AnswerOver: (410, dead_end(Text.ANSWER_OVER, Text.ANSWER_OVER_NEXT, Text.ANSWER_OVER_SAVED, action=LOG_IN)),
    KnownAlready: (409, dead_end(Text.KNOWN_ALREADY, Text.KNOWN_ALREADY_NEXT, action=LOG_IN)),
    ChooseReaderFirst: (409, dead_end(Text.CHOOSE_PARENT_FIRST, action=_WHO_ANSWERS)),
    RegisteredAlready: (409, dead_end(Text.REGISTERED_ALREADY, Text.REGISTERED_ALREADY_NEXT, action=LOG_IN)),
    PasswordBeingSet: (409, dead_end(Text.PASSWORD_BEING_SET, Text.PASSWORD_BEING_SET_NEXT, action=LOG_IN)),
    RegisterFirst: (403, dead_end(Text.REGISTER_FIRST, Text.REGISTER_FIRST_WHY, action=SET_PASSWORD)),
    NotFound: (404, dead_end(Text.NOT_FOUND, Text.NOT_FOUND_WHY, action=HOME)),
    MethodNotAllowed: (405, dead_end(Text.METHOD_NOT_ALLOWED, Text.METHOD_NOT_ALLOWED_NEXT, action=HOME)),
    UploadGone: (404, dead_end(Text.UPLOAD_GONE, Text.UPLOAD_GONE_WHY, action=HOME)),
    NotAllowed: (403, dead_end(Text.NOT_ALLOWED, Text.NOT_ALLOWED_WHY, action=HOME)),
    TooManyTries: (429, dead_end(Text.TOO_MANY_TRIES, Text.TOO_MANY_TRIES_WHY, action=HOME)),
    ForgedPost: (403, dead_end(Text.FORGED_POST, Text.FORGED_POST_NEXT, action=HOME)),
    CookiesRefused: (
        403,
        dead_end(Text.COOKIES_REFUSED, Text.COOKIES_REFUSED_WHY, Text.COOKIES_REFUSED_NEXT),
    ),
    LogInFirst: (403, dead_end(Text.LOG_IN_FIRST, Text.LOG_IN_FIRST_NEXT, action=LOG_IN)),
    SecondFactorFirst: (403, dead_end(Text.LOG_IN_FIRST, Text.LOG_IN_FIRST_NEXT, action=LOG_IN)),
    ChooseParentFirst: (403, dead_end(Text.CHOOSE_PARENT_FIRST, action=_WHO_IS_IT)),
    BadRequest: (400, dead_end(Text.BAD_REQUEST, Text.BAD_REQUEST_NEXT, action=HOME)),
    Conflict: (409, dead_end(Text.CONFLICT, Text.CONFLICT_NEXT, action=HOME)),
}
_CLOSED = (LinkDeclined, LinkWithdrawn, LinkCompleted, LetterAnswered, LetterEnded, KnownAlready, NotFound, NotAllowed)
"""What was typed there cannot be saved by sending it once more."""
_WITH_TYPED: dict[type[Exception], tuple[int, DeadEnd]] = {
    ForgedPost: (403, dead_end(Text.FORGED_POST, Text.FORGED_POST_TYPED, action=LOG_IN)),
    Conflict: (409, dead_end(Text.CONFLICT, Text.CONFLICT_TYPED)),
}
"""Where something else helps than going back, which would lose what was typed."""
_SECRET = ("csrf", "password")

_OTHER_STORE_VERSION = dead_end(Text.OTHER_STORE_VERSION, Text.OTHER_STORE_VERSION_WHY, Text.OTHER_STORE_VERSION_NEXT)
_BROKEN = dead_end(Text.BROKEN, Text.BROKEN_NEXT, action=HOME)
OTHER_STORE_VERSION, BROKEN = Page(_OTHER_STORE_VERSION, 503), Page(_BROKEN, 500)


def error_page(error: Exception) -> Page | Redirect:
    """BROKEN for what nobody has thought of."""
    if isinstance(error, LogInFirst):
        return Redirect("/login")
    if isinstance(error, SecondFactorFirst):
        return Redirect("/login/second-factor")
    if isinstance(error, ChooseParentFirst):
        return Redirect("/me/who")
    if type(error) not in _DEAD_ENDS:
        return BROKEN
    status, context = _DEAD_ENDS[type(error)]
    return Page(context, status)


def typed_page(error: Exception, request: Request, fresh: FormProof | None) -> Page:
    """Instead of the error's own page: why a form could not be saved, and what was typed into it. `fresh`: where this
    browser may save it after all; otherwise the same form may be sent once more, unless it is closed.
    """
    status, reason = _reason(error)
    if fresh and fresh.csrf == request.form.get("csrf"):
        fresh = None  # it was this very form, which is refused for something else
    path = _path(request) + request.form_query
    action = reason.action
    if action and action.url.startswith("/answer"):
        action = Action(action.url + request.form_query, action.label)
    again = None if isinstance(error, _CLOSED) else FormProof(path, request.form.get("csrf", ""))
    context = TypedPage(
        heading=reason.heading,
        paragraphs=reason.paragraphs,
        action=action,
        values={name: value for name, value in request.form.items() if name not in _SECRET},
        languages=list(LANGUAGES.items()),
        again=fresh or again,
        is_fresh=fresh is not None,
    )
    return Page(context, status)


def _path(request: Request) -> str:
    params = {name: path_segment(text) for name, text in request.params.items()}
    return request.route.partition(" ")[2].format_map(params)


def _reason(error: Exception) -> tuple[int, DeadEnd]:
    if isinstance(error, OtherStoreVersion):
        return 503, _OTHER_STORE_VERSION
    return {**_DEAD_ENDS, **_WITH_TYPED}.get(type(error), (500, _BROKEN))
