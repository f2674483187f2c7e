"""What the entries of a timeline say, and of which kind each is."""

from enum import StrEnum

from homeroom.domain.kernel.message import Code, Message


class TimelineText(Code):
    """Those about a mail exist with and without a `reason`, where there may be one."""

    INVITED = "timeline.invited"
    INVITED_ABOUT = "timeline.invited_about"
    PRINTED = "timeline.printed"
    PRINTED_ABOUT_NOBODY = "timeline.printed_about_nobody"
    SENT_AGAIN = "timeline.sent_again"
    SENT_AGAIN_ABOUT = "timeline.sent_again_about"
    NEW_LINK_REQUESTED = "timeline.new_link_requested"
    BEGUN = "timeline.begun"
    CORRECTED = "timeline.corrected"
    EXPIRED = "timeline.expired"
    WITHDRAWN = "timeline.withdrawn"
    HELD = "timeline.held"
    RELEASED = "timeline.released"
    DECLINED = "timeline.declined"
    DECLINED_SOMEBODY = "timeline.declined_somebody"
    IMPORT_STOPPED = "timeline.import_stopped"
    FORBIDDEN = "timeline.forbidden"
    IMPORT_WITHDRAWN = "timeline.import_withdrawn"
    PARENT_ADDED = "timeline.parent_added"
    RECORDED = "timeline.recorded"
    UNLINKED = "timeline.unlinked"
    ASKED_NO_LONGER = "timeline.asked_no_longer"
    STUDENTS_MERGED = "timeline.students_merged"
    STUDENT_DELETED = "timeline.student_deleted"
    MAILED_AGAIN = "timeline.mailed_again"
    DECLINE_TAKEN_BACK = "timeline.decline_taken_back"
    REQUESTED = "timeline.requested"
    APPROVED = "timeline.approved"
    ANSWERED = "timeline.answered"
    ANSWERED_BY = "timeline.answered_by"
    ANSWERED_BY_LETTER = "timeline.answered_by_letter"
    REGISTERED = "timeline.registered"
    SOMEBODY = "timeline.somebody"

    MAIL_WAITS = "timeline.mail_waits"
    MAIL_BEING_SENT = "timeline.mail_being_sent"
    MAIL_SENT = "timeline.mail_sent"
    MAIL_DEFERRED = "timeline.mail_deferred"
    MAIL_DEFERRED_BECAUSE = "timeline.mail_deferred_because"
    MAIL_UNCONFIRMED = "timeline.mail_unconfirmed"
    MAIL_UNCONFIRMED_BECAUSE = "timeline.mail_unconfirmed_because"
    MAIL_LOST = "timeline.mail_lost"
    MAIL_NOT_SENT = "timeline.mail_not_sent"
    MAIL_NOT_SENT_BECAUSE = "timeline.mail_not_sent_because"
    MAIL_DELIVERED = "timeline.mail_delivered"
    MAIL_DELAYED = "timeline.mail_delayed"
    MAIL_CAME_BACK = "timeline.mail_came_back"
    MAIL_CAME_BACK_BECAUSE = "timeline.mail_came_back_because"
    MAIL_BOUNCED = "timeline.mail_bounced"
    MAIL_BOUNCED_BECAUSE = "timeline.mail_bounced_because"
    MAIL_REFUSED = "timeline.mail_refused"
    MAIL_REFUSED_BECAUSE = "timeline.mail_refused_because"
    MAIL_COMPLAINED = "timeline.mail_complained"


class EntryKind(StrEnum):
    """For the look of an entry. OFFICE: somebody at the school, or a parent, asked for something. CALM: it goes as it
    is meant to. GOOD: an answer. BAD: somebody has to look after it. OPEN: it waits, or has ended without an answer.
    """

    OFFICE = "office"
    CALM = "calm"
    GOOD = "good"
    BAD = "bad"
    OPEN = "open"


_KINDS = {
    EntryKind.CALM: (
        *(TimelineText.BEGUN, TimelineText.MAIL_BEING_SENT, TimelineText.MAIL_SENT, TimelineText.MAIL_DELIVERED),
    ),
    EntryKind.GOOD: (
        TimelineText.ANSWERED,
        TimelineText.ANSWERED_BY,
        TimelineText.ANSWERED_BY_LETTER,
        TimelineText.REGISTERED,
    ),
    EntryKind.BAD: (
        *(TimelineText.MAIL_BOUNCED, TimelineText.MAIL_BOUNCED_BECAUSE),
        *(TimelineText.MAIL_CAME_BACK, TimelineText.MAIL_CAME_BACK_BECAUSE),
        *(TimelineText.MAIL_REFUSED, TimelineText.MAIL_REFUSED_BECAUSE),
        *(TimelineText.MAIL_COMPLAINED, TimelineText.MAIL_LOST),
        *(TimelineText.DECLINED, TimelineText.DECLINED_SOMEBODY),
    ),
    EntryKind.OPEN: (
        *(TimelineText.MAIL_WAITS, TimelineText.MAIL_DELAYED, TimelineText.HELD, TimelineText.EXPIRED),
        *(TimelineText.MAIL_DEFERRED, TimelineText.MAIL_DEFERRED_BECAUSE),
        *(TimelineText.MAIL_UNCONFIRMED, TimelineText.MAIL_UNCONFIRMED_BECAUSE),
        *(TimelineText.MAIL_NOT_SENT, TimelineText.MAIL_NOT_SENT_BECAUSE),
    ),
}
_BY_ID = {text.value: kind for kind, texts in _KINDS.items() for text in texts}


def kind_of(text: Message) -> EntryKind:
    return _BY_ID.get(text.id, EntryKind.OFFICE)
