"""What a page and a file say of emails, of what happened to invitations and of who did something."""

from homeroom.domain.audit.audit_entry import AuditEntry, Nameless
from homeroom.domain.invitations.history_event import EventKind
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.mail.mail import Mail


class DataEvent(Code):
    """What happened to an invitation."""

    ASKED = "data_event.asked"
    PRINTED = "data_event.printed"
    ASKED_BY_READER = "data_event.asked_by_reader"
    BEGUN = "data_event.begun"
    COMPLETED = "data_event.completed"
    REGISTERED = "data_event.registered"
    OWN_REQUEST = "data_event.own_request"
    DECLINED = "data_event.declined"
    TAKEN_BACK = "data_event.taken_back"
    MAILED_AGAIN = "data_event.mailed_again"
    REQUESTED = "data_event.requested"
    APPROVED = "data_event.approved"
    CORRECTED = "data_event.corrected"
    EXPIRED = "data_event.expired"
    WITHDRAWN = "data_event.withdrawn"
    HELD = "data_event.held"
    RELEASED = "data_event.released"
    LESS = "data_event.less"
    PARENT_ADDED = "data_event.parent_added"
    RECORDED = "data_event.recorded"
    UNLINKED = "data_event.unlinked"
    STUDENTS_MERGED = "data_event.students_merged"
    STUDENT_DELETED = "data_event.student_deleted"
    MAIL = "data_event.mail"


class DataMail(Code):
    """Emails about the service itself."""

    LOG_IN = "data_mail.log_in"
    DIGEST = "data_mail.digest"
    DELETION = "data_mail.deletion"
    NEW_ADDRESS = "data_mail.new_address"
    ADDRESS_CHANGED = "data_mail.address_changed"
    CONFIRM_CONTACT = "data_mail.confirm_contact"


class DataActor(Code):
    """Who did something."""

    YOU = "data_actor.you"
    SITE_ADMIN = "data_actor.site_admin"


EVENTS = {
    EventKind.ASKED: DataEvent.ASKED,
    EventKind.BEGUN: DataEvent.BEGUN,
    EventKind.CORRECTED: DataEvent.CORRECTED,
    EventKind.EXPIRED: DataEvent.EXPIRED,
    EventKind.WITHDRAWN: DataEvent.WITHDRAWN,
    EventKind.HELD: DataEvent.HELD,
    EventKind.RELEASED: DataEvent.RELEASED,
    EventKind.DECLINED: DataEvent.DECLINED,
    EventKind.IMPORT_STOPPED: DataEvent.LESS,
    EventKind.FORBIDDEN: DataEvent.LESS,
    EventKind.IMPORT_WITHDRAWN: DataEvent.LESS,
    EventKind.ASKED_NO_LONGER: DataEvent.LESS,
    EventKind.PARENT_ADDED: DataEvent.PARENT_ADDED,
    EventKind.RECORDED: DataEvent.RECORDED,
    EventKind.UNLINKED: DataEvent.UNLINKED,
    EventKind.STUDENTS_MERGED: DataEvent.STUDENTS_MERGED,
    EventKind.STUDENT_DELETED: DataEvent.STUDENT_DELETED,
    EventKind.DECLINE_TAKEN_BACK: DataEvent.TAKEN_BACK,
    EventKind.MAILED_AGAIN: DataEvent.MAILED_AGAIN,
    EventKind.REQUESTED: DataEvent.REQUESTED,
    EventKind.APPROVED: DataEvent.APPROVED,
}
_SERVICE_MAILS = {
    "log-in-": DataMail.LOG_IN,
    "digest-": DataMail.DIGEST,
    "deletion-": DataMail.DELETION,
    "new-address-": DataMail.NEW_ADDRESS,
    "address-changed-": DataMail.ADDRESS_CHANGED,
    "campaign-": DataMail.CONFIRM_CONTACT,
}
"""By the beginning of the id."""


def mail_words(mail: Mail) -> Message:
    """Which email it is."""
    known = (code for beginning, code in _SERVICE_MAILS.items() if mail.invitation_id.startswith(beginning))
    code = next(known, None)
    return message(code) if code else mail.kind.label


def actor_words(entry: AuditEntry, user_id: str) -> Message:
    """What kind of person did it: nobody else is named."""
    if entry.actor == user_id:
        return message(DataActor.YOU)
    if entry.actor in set(Nameless):
        return Nameless(entry.actor).label
    return message(DataActor.SITE_ADMIN)
