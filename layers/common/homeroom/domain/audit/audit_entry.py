"""Who did what: one entry for each thing that somebody did, added and never changed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import NamedTuple

from homeroom.domain.kernel.message import Labeled
from homeroom.domain.kernel.token import new_id

MOST_STUDENTS = 12
"""So many students an entry names and is found by: it shares a transaction with what it is about."""

# Compiled when they are first matched: every function loads this module, and few use it at once.
_ID = r"[A-Za-z0-9_-]{1,64}"
_SOURCE = r"(?:(?:GET|POST) )?[a-z0-9/{}._-]{1,80}"
_ORDER = rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}\.[0-9]{{6}}\+00:00#{_ID}"
_DAYS_OF_A_YEAR = 365.25


class AuditAction(Labeled):
    """What somebody did."""

    LOGGED_IN = "logged_in"
    LOGGED_IN_BY_LINK = "logged_in_by_link"
    PASSWORD_SET_BY_LINK = "password_set_by_link"  # noqa: S105  names what was done
    LOG_IN_FAILED = "log_in_failed"
    SETTINGS_CHANGED = "settings_changed"
    YEAR_CHANGED = "year_changed"
    SAMPLE_ASKED = "sample_asked"
    HOMEROOM_ADDED = "homeroom_added"
    HOMEROOM_CHANGED = "homeroom_changed"
    HOMEROOMS_MERGED = "homerooms_merged"
    HOMEROOM_REMOVED = "homeroom_removed"
    CLASS_LIST_OPENED = "class_list_opened"
    FILE_CONFIRMED = "file_confirmed"
    HOMEROOMS_ALLOWED = "homerooms_allowed"
    DOUBTS_ANSWERED = "doubts_answered"
    ANSWERS_TAKEN_BACK = "answers_taken_back"
    FILE_ACCEPTED = "file_accepted"
    FILE_LEFT = "file_left"
    ROWS_ACCEPTED = "rows_accepted"
    ROWS_LEFT = "rows_left"
    IMPORT_BEGUN = "import_begun"
    IMPORT_STOPPED = "import_stopped"
    IMPORT_WITHDRAWN = "import_withdrawn"
    EXPORT_MADE = "export_made"
    EXPORT_FETCHED = "export_fetched"
    INVITED = "invited"
    LETTERS_MADE = "letters_made"
    INVITATION_REQUESTED = "invitation_requested"
    REQUEST_APPROVED = "request_approved"
    REQUEST_DECLINED = "request_declined"
    REQUEST_OVERTAKEN = "request_overtaken"
    PARENT_RECORDED = "parent_recorded"
    PARENT_REGISTERED = "parent_registered"
    INFORMATION_CHANGED = "information_changed"
    INFORMATION_CONFIRMED = "information_confirmed"
    EXCLUSIONS_CHANGED = "exclusions_changed"
    CHANGE_TAKEN_BACK = "change_taken_back"
    CONTACT_UNLINKED = "contact_unlinked"
    STUDENT_ADDED = "student_added"
    STUDENT_CORRECTED = "student_corrected"
    STUDENT_MOVED = "student_moved"
    STUDENT_LEFT = "student_left"
    STUDENT_BACK = "student_back"
    STUDENT_PROTECTED = "student_protected"
    STUDENT_UNPROTECTED = "student_unprotected"
    CONTACT_CORRECTED = "contact_corrected"
    CONTACTS_MERGED = "contacts_merged"
    STUDENTS_MERGED = "students_merged"
    STUDENT_DELETED = "student_deleted"
    DELETION_ASKED = "deletion_asked"
    DELETION_TAKEN_BACK = "deletion_taken_back"
    INFORMATION_DELETED = "information_deleted"
    RELATION_DAYS_CHANGED = "relation_days_changed"
    SENT_AGAIN = "sent_again"
    ADDRESS_CORRECTED = "address_corrected"
    WITHDRAWN = "withdrawn"
    HELD = "held"
    RELEASED = "released"
    DECLINE_TAKEN_BACK = "decline_taken_back"
    EMAIL_STOPPED = "email_stopped"
    EMAIL_AGAIN = "email_again"
    SENT_AGAIN_TO_ALL = "sent_again_to_all"
    ADDRESS_CHANGE_ASKED = "address_change_asked"
    ADDRESS_KEPT = "address_kept"
    ADDRESS_CHANGED = "address_changed"
    ADDRESS_PROVED = "address_proved"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  names what was done
    SESSION_ENDED = "session_ended"
    SESSIONS_ENDED = "sessions_ended"
    ADMIN_MADE = "admin_made"
    ADMIN_PASSWORD_SET = "admin_password_set"  # noqa: S105  names what was done
    ADMIN_INVITED = "admin_invited"
    ADMIN_INVITATION_WITHDRAWN = "admin_invitation_withdrawn"
    ADMIN_JOINED = "admin_joined"
    ADMIN_REMOVED = "admin_removed"
    ADMIN_LOGGED_OUT = "admin_logged_out"
    SECOND_FACTOR_ASKED = "second_factor_asked"
    SECOND_FACTOR_ON = "second_factor_on"
    SECOND_FACTOR_OFF = "second_factor_off"
    SECOND_FACTOR_RESET = "second_factor_reset"
    RECOVERY_CODE_USED = "recovery_code_used"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    CAMPAIGN_PLANNED = "campaign_planned"
    CAMPAIGN_BEGUN = "campaign_begun"
    CAMPAIGN_ENDED = "campaign_ended"


class Nameless(Labeled):
    """Those who do something without a log-in, in the place of a user's id."""

    VISITOR = "visitor"
    PARENT = "parent"
    BUCKET = "bucket"
    INSTALLER = "installer"
    SCHEDULE = "schedule"


class Origin(NamedTuple):
    """`actor` is a user's id or a Nameless. `source` is the key of the page's route (`POST /settings`), the folder of
    the bucket, the installer's command, or which scheduled run it was.
    """

    actor: str
    source: str


@dataclass(frozen=True, kw_only=True)
class About:
    """Ids of what something was done to, empty where there is no such thing. `user_id` is not the actor's own."""

    user_id: str = ""
    student_ids: tuple[str, ...] = ()
    invitation_id: str = ""
    import_id: str = ""
    export_id: str = ""

    @property
    def ids(self) -> Sequence[str]:
        own = (self.user_id, *self.student_ids, self.invitation_id, self.import_id, self.export_id)
        return [*filter(None, own)]


NOTHING_ELSE = About()


@dataclass(frozen=True, kw_only=True)
class AuditEntry:
    """Ids and codes, never what they stand for: no name, no address, no file's name, nothing that was typed.

    Raises ValueError for what can be no id.
    """

    id: str
    at: datetime
    ends_at: datetime
    action: AuditAction
    actor: str
    source: str
    about: About = NOTHING_ELSE
    version: int = 0

    def __post_init__(self) -> None:
        if not all(map(is_id, (self.id, self.actor, *self.about.ids))) or not re.fullmatch(_SOURCE, self.source):
            raise ValueError("an entry holds ids and codes only")

    @property
    def identity(self) -> str:
        return self.order

    @property
    def order(self) -> str:
        """Compared as text, the oldest comes first."""
        return f"{order_from(self.at)}#{self.id}"

    @property
    def people(self) -> Sequence[str]:
        """Whose list it stands in. A try to log in is its account's alone, or nobody's: either way in one list, so that
        a wrong password takes as long as an unknown address.
        """
        named = [self.about.user_id] if self.actor in set(Nameless) else [self.actor, self.about.user_id]
        return [*dict.fromkeys(filter(None, named))] or [self.actor]


def new_entry(action: AuditAction, origin: Origin, about: About, now: datetime, years: int) -> AuditEntry:
    """`years`: how long it is kept. Of many students it names the first MOST_STUDENTS."""
    return AuditEntry(
        id=new_id(),
        at=now,
        ends_at=now + timedelta(days=ceil(years * _DAYS_OF_A_YEAR)),
        action=action,
        actor=origin.actor,
        source=origin.source,
        about=replace(about, student_ids=about.student_ids[:MOST_STUDENTS]),
    )


def is_id(text: str) -> bool:
    """Whether it may be an id of ours, and tells nothing."""
    return re.fullmatch(_ID, text) is not None


def order_from(moment: datetime) -> str:
    """What comes before every entry of this moment or a later one."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def is_order(text: str) -> bool:
    """Whether an entry may have it. What is longer than any is no value for a key."""
    return re.fullmatch(_ORDER, text) is not None
