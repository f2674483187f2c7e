"""Every email in its states, and what they have in common."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from homeroom.domain.families.parent_contact import ContactDetails, LivesWith
from homeroom.domain.imports.spreadsheet import Doubt
from homeroom.domain.kernel.message import message
from homeroom.use_cases.imports.send_notice import DoubtCount
from homeroom.use_cases.mail.account_emails import (
    AccountNewsEmail,
    AddressChangedEmail,
    AdminInvitationEmail,
    LogInEmail,
    NewAddressEmail,
    PasswordSetEmail,
)
from homeroom.use_cases.mail.emails import (
    CheckContactEmail,
    ConfirmationEmail,
    ConfirmContactEmail,
    DeletionEmail,
    DigestEmail,
    Email,
    FileWaitingEmail,
    InvitationEmail,
    LinkEmail,
    NewLinkEmail,
    ParentEmail,
    ReaderLink,
    ReminderEmail,
    SampleEmail,
    SavedRelation,
)
from homeroom.use_cases.mail.send_account_news import TO_OWNER, NewsText

LINK, CODE_PAGE, STOP, STUDENTS, IMPORT, LOG_IN_LINK, LOG_IN_PAGE, RECORD, ADDRESS_LINK, ADMIN_LINK, PEOPLE = (
    f"https://school.example/i/{'x' * 43}",
    "https://school.example/code",
    f"https://school.example/u/{'y' * 43}",
    "https://school.example/students",
    "https://school.example/imports/0123",
    f"https://school.example/login/link/{'z' * 43}",
    "https://school.example/login/link",
    "https://school.example/audit",
    f"https://school.example/confirm-address/{'w' * 43}",
    f"https://school.example/login/invited/{'v' * 43}",
    "https://school.example/settings/people",
)
STILL_RIGHT = f"https://school.example/still-right/{'v' * 43}"
CODE = "7KX4M-Q2RTB"
OWN_WORDS = "Welcome back! We meet at <8 & tell you more about the year, the bus, and the lunch room than fits here."
TWO_LINKS = [ReaderLink("Pat", LINK, CODE), ReaderLink("Chris", f"https://school.example/i/{'z' * 43}", "ABCDE-12345")]
ONE, THREE = ("Noé García",), ("Noé García", "Ana García", "Li García")
DETAILS = ContactDetails(
    first_name="María",
    last_name="García",
    email="maria@example.org",
    mobile_phone="555 0100",
    street="1 Long Street",
    city="Springfield",
    state="IL",
    postal_code="62701",
)
WITH_LINK: tuple[type[LinkEmail], ...] = (CheckContactEmail, InvitationEmail, NewLinkEmail, ReminderEmail)
"""Those whose link opens the form."""
TO_PARENTS: tuple[type[ParentEmail], ...] = (*WITH_LINK, ConfirmationEmail)
ABOUT_STUDENTS: tuple[type[Email], ...] = (*TO_PARENTS, DigestEmail, SampleEmail)
ALL: tuple[type[Email], ...] = (
    *(*ABOUT_STUDENTS, FileWaitingEmail, LogInEmail, PasswordSetEmail, DeletionEmail),
    *(NewAddressEmail, AddressChangedEmail, AdminInvitationEmail, AccountNewsEmail, ConfirmContactEmail),
)
_OWN: dict[type[Email], dict[str, Any]] = {
    ReminderEmail: {"asked_at": datetime(2026, 11, 24, 9, 0, tzinfo=UTC), "checks": False},
    ConfirmationEmail: {
        "details": DETAILS,
        "relations": [SavedRelation("Noé", "Mother", LivesWith.YES), SavedRelation("Ana", "Aunt", LivesWith.PART)],
        "sharing": DETAILS.sharing.summary,
        "log_in_page": LOG_IN_PAGE,
    },
    DigestEmail: {"families": 1, "more": 0, "link": STUDENTS},
    FileWaitingEmail: {
        "file": "spring & fall.csv",
        "rows": 120,
        "all_rows": True,
        "differs": False,
        "doubts": [message(Doubt.OTHER_YEAR, count=120, year="2019-2020", rows=("2", "3"))],
        "since": datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
        "until": datetime(2026, 12, 15, 9, 0, tzinfo=UTC),
        "again": False,
        "link": IMPORT,
    },
    LogInEmail: {"link": LOG_IN_LINK, "code": "042917", "minutes": 15, "sets_password": False},
    DeletionEmail: {"due": datetime(2026, 11, 25, 9, 0, tzinfo=UTC), "log_in_page": "https://school.example/me"},
    SampleEmail: {"stop": ""},
    NewAddressEmail: {"old": "maria@example.org", "link": ADDRESS_LINK, "days": 3},
    AddressChangedEmail: {"new": "mia@example.net", "changed_at": datetime(2026, 11, 24, 9, 0, tzinfo=UTC)},
    AdminInvitationEmail: {
        "inviter": "Jordan Ellis",
        "link": ADMIN_LINK,
        "until": datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
        "is_parent": False,
    },
    AccountNewsEmail: {
        "news": message(NewsText.ADMIN_INVITED, by="Jordan Ellis", email="kim@example.org"),
        "at": datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
        "own": False,
        "link": PEOPLE,
    },
    ConfirmContactEmail: {"link": STILL_RIGHT, "ends": date(2026, 12, 18), "again": False, "stop": STOP},
    PasswordSetEmail: {"admin": "Jordan Ellis", "set_at": datetime(2026, 11, 24, 9, 0, tzinfo=UTC), "link": RECORD},
}


def an_email(kind: type[Email], students: tuple[str, ...] = ONE, **more: Any) -> Email:
    fields: dict[str, Any] = {
        "school": "Lincoln School",
        "names": ["María García"],
        "reply_to": "",
        "privacy_page": "https://school.example/privacy",
    }
    if kind in ABOUT_STUDENTS:
        fields["students"] = students
    if issubclass(kind, ParentEmail):
        fields |= {"stop": STOP, "first_names": [name.partition(" ")[0] for name in students]}
    if issubclass(kind, LinkEmail):
        expires_at = datetime(2026, 12, 24, 9, 0, tzinfo=UTC)
        fields |= {"links": [ReaderLink("María", LINK, CODE)], "code_page": CODE_PAGE}
        fields |= {"inviter": "Jordan Ellis", "expires_at": expires_at}
    return kind(**fields | _OWN.get(kind, {}) | more)


EXAMPLES: tuple[Email, ...] = (
    an_email(NewAddressEmail, old=""),
    *(an_email(kind, students) for kind in ALL for students in (ONE, THREE)),
    an_email(InvitationEmail, inviter="Lincoln School", names=[], reply_to="office@school.example"),
    an_email(InvitationEmail, THREE, inviter="Lincoln School", names=["María García", "Jon Smith"]),
    *(an_email(kind, names=["Pat Lee", "Chris Ray"], links=TWO_LINKS) for kind in WITH_LINK),
    an_email(
        InvitationEmail, THREE, names=["Pat Lee"], links=[ReaderLink("Pat", LINK, CODE), ReaderLink("", LINK, CODE)]
    ),
    an_email(ReminderEmail, THREE, checks=True),
    *(an_email(kind, own_words=OWN_WORDS) for kind in WITH_LINK),
    an_email(ConfirmationEmail, details=None, relations=[], sharing=[]),
    an_email(
        ConfirmationEmail,
        relations=[SavedRelation("Noé", "", LivesWith.NO)],
        details=replace(DETAILS, home_phone="555 0199", email=""),
    ),
    an_email(DigestEmail, THREE, families=3, more=1_200),
    an_email(FileWaitingEmail, differs=True, again=True),
    an_email(
        FileWaitingEmail, rows=45, all_rows=False, doubts=[message(c, count=n) for n, c in enumerate(DoubtCount, 1)]
    ),
    an_email(ConfirmContactEmail, names=["María García", "Jon Smith"], again=True),
    an_email(LogInEmail, names=["María García", "Jon Smith"], reply_to="office@school.example"),
    an_email(LogInEmail, sets_password=True),
    an_email(AdminInvitationEmail, is_parent=True),
    *(an_email(AccountNewsEmail, news=message(code), own=True) for code in TO_OWNER.values()),
    an_email(FileWaitingEmail, rows=1, all_rows=False, doubts=[]),
)
