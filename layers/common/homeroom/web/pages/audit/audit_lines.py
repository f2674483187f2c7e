"""Entries of the record as the list and the file show them. Whoever is gone is shown as an id."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from homeroom.domain.audit.audit_entry import AuditEntry, Nameless
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.kernel.safe_cell import neutralised
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.messages.catalogue import Catalogue
from homeroom.use_cases.audit.find_entries import AuditPage
from homeroom.web.core.addresses import student_url


class AuditSource(Code):
    """From where something was done."""

    LOG_IN = "audit_source.log_in"
    STUDENT = "audit_source.student"
    HOMEROOMS = "audit_source.homerooms"
    INVITATIONS = "audit_source.invitations"
    INVITATION = "audit_source.invitation"
    IMPORT = "audit_source.import"
    CONTACTS = "audit_source.contacts"
    ANSWER = "audit_source.answer"
    ACCOUNT = "audit_source.account"
    MY_INFORMATION = "audit_source.my_information"
    SETTINGS = "audit_source.settings"
    BUCKET = "audit_source.bucket"
    INSTALLER = "audit_source.installer"
    SCHEDULE = "audit_source.schedule"
    OTHER = "audit_source.other"


class AuditFile(Code):
    """What the file says of itself."""

    GOES_ON = "audit_file.goes_on"


_SOURCES = {
    "POST /login": AuditSource.LOG_IN,
    "POST /still-right/": AuditSource.LOG_IN,
    "POST /students/": AuditSource.STUDENT,
    "POST /homerooms/": AuditSource.HOMEROOMS,
    "POST /grades/": AuditSource.HOMEROOMS,
    "POST /invitations/{id}": AuditSource.INVITATION,
    "POST /invitations/": AuditSource.INVITATIONS,
    "POST /imports": AuditSource.IMPORT,
    "POST /contacts": AuditSource.CONTACTS,
    "POST /campaigns": AuditSource.CONTACTS,
    "POST /answer/": AuditSource.ANSWER,
    "POST /me/password": AuditSource.ACCOUNT,
    "POST /me/sessions": AuditSource.ACCOUNT,
    "POST /me/second-factor": AuditSource.ACCOUNT,
    "POST /me/": AuditSource.MY_INFORMATION,
    "POST /settings": AuditSource.SETTINGS,
    "uploads/": AuditSource.BUCKET,
    "ops.": AuditSource.INSTALLER,
    "run.": AuditSource.SCHEDULE,
}
"""By the beginning of what is stored, the first that fits."""

FILE_HEADER = (
    *("at", "action", "person", "person_id", "about_person", "about_person_id"),
    *("students", "student_ids", "invitation_id", "import_id", "export_id", "source"),
)


@dataclass(frozen=True, repr=False)
class ShownPerson:
    """`name` is an id where the person is gone, `nameless` says who it is instead of both."""

    name: str
    url: str
    nameless: Message | None = None


@dataclass(frozen=True, repr=False)
class ShownStudent:
    """`url` is empty where the student is gone, and `name` their id."""

    name: str
    url: str


@dataclass(frozen=True, repr=False)
class ShownEntry:
    """The last three are empty where it is about none."""

    at: datetime
    action: Message
    actor: ShownPerson
    source: Message
    about: ShownPerson | None
    students: Sequence[ShownStudent]
    invitation_url: str
    import_url: str
    export_url: str


def audit_url(**conditions: str) -> str:
    """The address of the list; conditions that are empty are left out."""
    query = urlencode({name: value for name, value in conditions.items() if value})
    return f"/audit?{query}" if query else "/audit"


def shown_entry(entry: AuditEntry, page: AuditPage) -> ShownEntry:
    about = entry.about
    return ShownEntry(
        at=entry.at,
        action=entry.action.label,
        actor=shown_person(entry.actor, page),
        source=_source(entry.source),
        about=shown_person(about.user_id, page) if about.user_id else None,
        students=[*dict.fromkeys(shown_student(i, page) for i in about.student_ids)],
        invitation_url=f"/invitations/{about.invitation_id}" if about.invitation_id else "",
        import_url=f"/imports/{about.import_id}" if about.import_id else "",
        export_url=f"/contacts/{about.export_id}" if about.export_id else "",
    )


def shown_person(person: str, page: AuditPage) -> ShownPerson:
    url = audit_url(person=person)
    if person in set(Nameless):
        return ShownPerson("", url, Nameless(person).label)
    return ShownPerson(page.people[person].name if person in page.people else person, url)


def shown_student(student_id: str, page: AuditPage) -> ShownStudent:
    student = page.students.get(student_id)
    return ShownStudent(student.name, student_url(student.id)) if student else ShownStudent(student_id, "")


def _source(source: str) -> Message:
    known = (code for beginning, code in _SOURCES.items() if source.startswith(beginning))
    return message(next(known, AuditSource.OTHER))


def file_row(entry: AuditEntry, page: AuditPage, language: Catalogue, settings: SiteSettings) -> list[str]:
    """Cells for FILE_HEADER that no spreadsheet program takes for a formula."""
    shown, about = shown_entry(entry, page), entry.about
    cells = (
        settings.local(entry.at).isoformat(timespec="seconds"),
        language.say(shown.action),
        _name(shown.actor, language),
        entry.actor,
        _name(shown.about, language) if shown.about else "",
        about.user_id,
        "; ".join(student.name for student in shown.students),
        "; ".join(about.student_ids),
        about.invitation_id,
        about.import_id,
        about.export_id,
        entry.source,
    )
    return [neutralised(cell) for cell in cells]


def row_of_rest(next_before: str, url: str, language: Catalogue, settings: SiteSettings) -> list[str]:
    """The last row of a file that ends before the record does: from when on to look further back, and where."""
    moment, _, _ = next_before.partition("#")
    at = settings.local(datetime.fromisoformat(moment)).isoformat(timespec="seconds")
    shown = {"at": at, "action": language.say(message(AuditFile.GOES_ON)), "source": url}
    return [shown.get(column, "") for column in FILE_HEADER]


def _name(person: ShownPerson, language: Catalogue) -> str:
    return language.say(person.nameless) if person.nameless else person.name
