"""The page for whoever cannot go on: what has happened, and a way out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from homeroom.domain.kernel.message import Code, Message, message


class DeadEndText(Code):
    """Of each page its heading, why it came to this, and what helps."""

    HOME = "dead_end.home"
    LOG_IN = "dead_end.log_in"
    LOG_IN_LINK = "dead_end.log_in_link"
    CODE = "dead_end.code"
    SET_PASSWORD = "dead_end.set_password"  # noqa: S105  names a text
    REGISTER_FIRST = "dead_end.register_first"
    REGISTER_FIRST_WHY = "dead_end.register_first.why"
    PASSWORD_BEING_SET = "dead_end.password_being_set"  # noqa: S105  names a text
    PASSWORD_BEING_SET_NEXT = "dead_end.password_being_set.next"  # noqa: S105  names a text
    LINK_UNKNOWN = "dead_end.link_unknown"
    LINK_UNKNOWN_WHY = "dead_end.link_unknown.why"
    LINK_UNKNOWN_NEXT = "dead_end.link_unknown.next"
    STOP_LINK_UNKNOWN_WHY = "dead_end.stop_link_unknown.why"
    STOP_LINK_UNKNOWN_NEXT = "dead_end.stop_link_unknown.next"
    LINK_EXPIRED = "dead_end.link_expired"
    LINK_EXPIRED_NEXT = "dead_end.link_expired.next"
    LINK_SUPERSEDED = "dead_end.link_superseded"
    LINK_SUPERSEDED_NEXT = "dead_end.link_superseded.next"
    LINK_DECLINED = "dead_end.link_declined"
    LINK_DECLINED_WHY = "dead_end.link_declined.why"
    LINK_DECLINED_NEXT = "dead_end.link_declined.next"
    LINK_WITHDRAWN = "dead_end.link_withdrawn"
    LINK_WITHDRAWN_NEXT = "dead_end.link_withdrawn.next"
    LINK_COMPLETED = "dead_end.link_completed"
    LINK_COMPLETED_WHY = "dead_end.link_completed.why"
    LINK_COMPLETED_NEXT = "dead_end.link_completed.next"
    LETTER_ANSWERED = "dead_end.letter_answered"
    LETTER_ANSWERED_WHY = "dead_end.letter_answered.why"
    LETTER_ANSWERED_NEXT = "dead_end.letter_answered.next"
    LETTER_ENDED = "dead_end.letter_ended"
    LETTER_ENDED_NEXT = "dead_end.letter_ended.next"
    LETTER_WITHDRAWN = "dead_end.letter_withdrawn"
    LETTER_WITHDRAWN_NEXT = "dead_end.letter_withdrawn.next"
    ADDRESS_LINK_UNKNOWN_NEXT = "dead_end.address_link_unknown.next"
    ADDRESS_LINK_SUPERSEDED = "dead_end.address_link_superseded"
    ADDRESS_LINK_SUPERSEDED_NEXT = "dead_end.address_link_superseded.next"
    ADDRESS_LINK_EXPIRED_NEXT = "dead_end.address_link_expired.next"
    CAMPAIGN_LINK_OVER = "dead_end.campaign_link_over"
    CAMPAIGN_LINK_OVER_NEXT = "dead_end.campaign_link_over.next"
    ADDRESS_CHANGE_OVER = "dead_end.address_change_over"
    ADDRESS_CHANGE_OVER_NEXT = "dead_end.address_change_over.next"
    ADDRESS_TAKEN = "dead_end.address_taken"
    ADDRESS_TAKEN_NEXT = "dead_end.address_taken.next"
    FOR_SOMEBODY_ELSE = "dead_end.for_somebody_else"
    FOR_SOMEBODY_ELSE_WHY = "dead_end.for_somebody_else.why"
    FOR_SOMEBODY_ELSE_NEXT = "dead_end.for_somebody_else.next"
    ANSWER_OVER = "dead_end.answer_over"
    ANSWER_OVER_NEXT = "dead_end.answer_over.next"
    ANSWER_OVER_SAVED = "dead_end.answer_over.saved"
    REGISTERED_ALREADY = "dead_end.registered_already"
    REGISTERED_ALREADY_NEXT = "dead_end.registered_already.next"
    NOT_FOUND = "dead_end.not_found"
    NOT_FOUND_WHY = "dead_end.not_found.why"
    METHOD_NOT_ALLOWED = "dead_end.method_not_allowed"
    METHOD_NOT_ALLOWED_NEXT = "dead_end.method_not_allowed.next"
    UPLOAD_GONE = "dead_end.upload_gone"
    UPLOAD_GONE_WHY = "dead_end.upload_gone.why"
    NOT_ALLOWED = "dead_end.not_allowed"
    NOT_ALLOWED_WHY = "dead_end.not_allowed.why"
    TOO_MANY_TRIES = "dead_end.too_many_tries"
    TOO_MANY_TRIES_WHY = "dead_end.too_many_tries.why"
    FORGED_POST = "dead_end.forged_post"
    FORGED_POST_NEXT = "dead_end.forged_post.next"
    FORGED_POST_TYPED = "dead_end.forged_post.typed"
    COOKIES_REFUSED = "dead_end.cookies_refused"
    COOKIES_REFUSED_WHY = "dead_end.cookies_refused.why"
    COOKIES_REFUSED_NEXT = "dead_end.cookies_refused.next"
    NO_LONGER_ADMIN = "dead_end.no_longer_admin"
    NO_LONGER_ADMIN_WHY = "dead_end.no_longer_admin.why"
    NO_LONGER_ADMIN_NEXT = "dead_end.no_longer_admin.next"
    ADMIN_LINK_UNKNOWN_NEXT = "dead_end.admin_link_unknown.next"
    ADMIN_LINK_EXPIRED_NEXT = "dead_end.admin_link_expired.next"
    ADMIN_INVITATION_WITHDRAWN = "dead_end.admin_invitation_withdrawn"
    ADMIN_INVITATION_WITHDRAWN_NEXT = "dead_end.admin_invitation_withdrawn.next"
    ADMIN_INVITATION_ACCEPTED = "dead_end.admin_invitation_accepted"
    ADMIN_INVITATION_ACCEPTED_NEXT = "dead_end.admin_invitation_accepted.next"
    LOG_IN_FIRST = "dead_end.log_in_first"
    LOG_IN_FIRST_NEXT = "dead_end.log_in_first.next"
    CHOOSE_PARENT_FIRST = "dead_end.choose_parent_first"
    CHOOSE_PARENT = "dead_end.choose_parent_first.next"
    KNOWN_ALREADY = "dead_end.known_already"
    KNOWN_ALREADY_NEXT = "dead_end.known_already.next"
    BAD_REQUEST = "dead_end.bad_request"
    BAD_REQUEST_NEXT = "dead_end.bad_request.next"
    CONFLICT = "dead_end.conflict"
    CONFLICT_NEXT = "dead_end.conflict.next"
    CONFLICT_TYPED = "dead_end.conflict.typed"
    OTHER_STORE_VERSION = "dead_end.other_store_version"
    OTHER_STORE_VERSION_WHY = "dead_end.other_store_version.why"
    OTHER_STORE_VERSION_NEXT = "dead_end.other_store_version.next"
    BROKEN = "dead_end.broken"
    BROKEN_NEXT = "dead_end.broken.next"


@dataclass(frozen=True, repr=False)
class Action:
    url: str
    label: Message


@dataclass(frozen=True, repr=False)
class DeadEnd:
    template: ClassVar[str] = "core/dead_end.html"
    heading: Message
    paragraphs: tuple[Message, ...]
    action: Action | None


@dataclass(frozen=True, repr=False)
class FormProof:
    """Where a form may be sent, and the proof that it carries."""

    url: str
    csrf: str


@dataclass(frozen=True, repr=False)
class TypedPage:
    """A form could not be saved, and everything that was typed comes back: `values`, by the field's name. They are kept
    nowhere but in this answer. `again`: where they may be sent once more, None where that is of no use. `is_fresh`:
    with the proof of another form or log-in of the same person in this browser, so that nothing else is needed.
    """

    template: ClassVar[str] = "families/typed.html"
    heading: Message
    paragraphs: tuple[Message, ...]
    action: Action | None
    values: Mapping[str, str]
    languages: Sequence[tuple[str, str]]
    again: FormProof | None
    is_fresh: bool


HOME, LOG_IN = Action("/", message(DeadEndText.HOME)), Action("/login", message(DeadEndText.LOG_IN))
LOG_IN_LINK = Action("/login/link", message(DeadEndText.LOG_IN_LINK))
CODE = Action("/code", message(DeadEndText.CODE))
SET_PASSWORD = Action("/me/password", message(DeadEndText.SET_PASSWORD))


def dead_end(heading: DeadEndText, *paragraphs: DeadEndText, action: Action | None = None) -> DeadEnd:
    return DeadEnd(message(heading), tuple(map(message, paragraphs)), action)
