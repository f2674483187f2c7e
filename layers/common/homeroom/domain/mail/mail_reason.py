"""Why a mail is in its state, for a Site Admin: a clause that stands behind a colon or in a sentence of a page."""

from homeroom.domain.kernel.message import Code


class MailReason(Code):
    """First why it is of no use any more, then what the address block says, the mail service's answers when it was
    called, and what it reported afterwards.
    """

    NEWER_MAIL_REQUESTED = "mail_reason.newer_mail_requested"
    INVITATION_WITHDRAWN = "mail_reason.invitation_withdrawn"
    INVITATION_DECLINED = "mail_reason.invitation_declined"
    INVITATION_EXPIRED = "mail_reason.invitation_expired"
    FORM_COMPLETED = "mail_reason.form_completed"
    CONTACT_ADDED = "mail_reason.contact_added"
    CONTACT_UNLINKED = "mail_reason.contact_unlinked"
    PARENT_MAY_NOT_INVITE = "mail_reason.parent_may_not_invite"
    MUST_NOT_BE_TOLD = "mail_reason.must_not_be_told"
    STUDENT_LEFT = "mail_reason.student_left"
    STUDENT_GONE = "mail_reason.student_gone"
    IMPORT_STOPPED = "mail_reason.import_stopped"

    ADDRESS_BOUNCED = "mail_reason.address_bounced"
    ADDRESS_BOUNCED_BECAUSE = "mail_reason.address_bounced_because"
    ADDRESS_COMPLAINED = "mail_reason.address_complained"
    ADDRESS_UNSUBSCRIBED = "mail_reason.address_unsubscribed"

    SENDER_STOPPED = "mail_reason.sender_stopped"
    ANSWER_LOST = "mail_reason.answer_lost"
    UNREACHABLE = "mail_reason.unreachable"
    TOO_FAST = "mail_reason.too_fast"
    QUOTA_USED_UP = "mail_reason.quota_used_up"
    SENDING_PAUSED = "mail_reason.sending_paused"
    SENDER_NOT_VERIFIED = "mail_reason.sender_not_verified"
    SENDING_NOT_ALLOWED = "mail_reason.sending_not_allowed"
    SANDBOX = "mail_reason.sandbox"
    MESSAGE_REJECTED = "mail_reason.message_rejected"
    ADDRESS_REJECTED = "mail_reason.address_rejected"
    WITH_ERROR_NAME = "mail_reason.with_error_name"

    FOUND_DANGEROUS = "mail_reason.found_dangerous"
    NOT_PUT_TOGETHER = "mail_reason.not_put_together"
    NO_SUCH_MAILBOX = "mail_reason.no_such_mailbox"
    NO_SUCH_MAILBOX_OR_CLOSED = "mail_reason.no_such_mailbox_or_closed"
    BOUNCED_BEFORE = "mail_reason.bounced_before"
    READER_UNSUBSCRIBED = "mail_reason.reader_unsubscribed"
    MAILBOX_CLOSED = "mail_reason.mailbox_closed"
    MAILBOX_FULL = "mail_reason.mailbox_full"
    MAIL_TOO_LARGE = "mail_reason.mail_too_large"
    REFUSED_BY_MAILBOX = "mail_reason.refused_by_mailbox"
