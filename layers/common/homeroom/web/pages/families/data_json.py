"""What is kept about a person, for other programs. docs/personal-data.md says what each name means: keep them."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

from homeroom.domain.families.contact_log import ContactChange
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.status import status_of
from homeroom.domain.kernel.message import Message
from homeroom.domain.mail.mail import Mail
from homeroom.domain.people.person import Person
from homeroom.domain.roster.student import Student
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.people.personal_data import PersonalData
from homeroom.web.pages.families.data_words import actor_words, mail_words

_OF_THE_STORE = frozenset({"id", "version", "user_key", "students", "recorded_by", "office_entry", "merged_ids"})
"""What stands in a contact and says nothing of the person, or is said elsewhere; whose contact another one is; and who
has told the office, which is for Site Admins.
"""


def data_json(data: PersonalData, settings: SiteSettings) -> dict[str, Any]:
    """Of text, numbers, truth values, lists and such dictionaries. Times are ISO 8601 in UTC."""
    own = {student.id: student for student in data.students}
    return {
        "format": "homeroom.personal-data",
        "format_version": 1,
        "school": settings.school_name,
        "made_at": data.at.isoformat(),
        "contact": _plain(data.contact, without=_OF_THE_STORE),
        "children": [_child(student, data) for student in data.students],
        "changes": [_change(change, own) for change in data.changes],
        "log_in": _log_in(data),
        "no_more_emails": [{"reason": b.reason.value, "since": b.since.isoformat()} for b in data.blocks],
        "invitations_to_you": [_asked(invitation, own, data.person) for invitation in data.asked],
        "invitations_by_you": [_sent(invitation, own) for invitation in data.sent],
        "requests_by_you": [{"asked_at": one.asked_at.isoformat()} for one in data.requests],
        "emails": [_mail(mail) for mail in data.mails],
        "record": [
            {"at": e.at.isoformat(), "action": e.action.value, "by": _code(actor_words(e, data.person.user_id))}
            for e in data.entries
        ],
    }


def _plain(value: Any, without: frozenset[str] = frozenset()) -> Any:
    """Whatever a dataclass holds, by the names of its fields: also those that are added one day."""
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value) if f.name not in without}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list | frozenset | set):
        return [_plain(each) for each in value]
    return value


def _child(student: Student, data: PersonalData) -> dict[str, Any]:
    placement = student.placement_in(data.year)
    return {
        "first_name": student.first_name,
        "last_name": student.last_name,
        "homeroom": placement.homeroom if placement else "",
        "grade": placement.grade if placement else "",
        **_plain(data.contact.students[student.id]),
        "kept_out_of_lists": data.contact.id in student.unlisted_by,
    }


def _change(change: ContactChange, own: Mapping[str, Student]) -> dict[str, Any]:
    return {
        "at": change.at.isoformat(),
        "kind": change.kind.value,
        "by": change.author.value,
        "facts": [
            {
                "fact": one.fact.value,
                "child": own[one.student_id].first_name if one.student_id in own else "",
                "old": one.old,
                "new": one.new,
            }
            for one in change.facts
        ],
    }


def _log_in(data: PersonalData) -> dict[str, Any] | None:
    if data.user is None:
        return None
    return {
        "email": data.user.email,
        "has_password": data.user.has_password,
        "shared_with_another_parent": data.user.shares_address,
        "logged_in": [
            {"since": s.started_at.isoformat(), "last_used": s.seen_at.isoformat(), "browser": s.browser}
            for s in data.sessions
        ],
    }


def _asked(invitation: Invitation, own: Mapping[str, Student], person: Person) -> dict[str, Any]:
    story = [
        {"at": e.at.isoformat(), "what": e.kind.value, "email_state": e.mail.value if e.mail else "", "note": e.note}
        for e in (*invitation.history, invitation.request)
    ]
    return {
        **_sent(invitation, own),
        "address": invitation.email,
        "by_letter": invitation.on_paper,
        "written_about_you": [
            {"name": invitation.names[n], **_plain(invitation.readers[n])} for n in person.known_in(invitation)
        ],
        "status": status_of(invitation).value,
        "answered_at": invitation.completed_at.isoformat() if invitation.completed_at else None,
        "story": sorted(story, key=lambda event: event["at"]),
    }


def _sent(invitation: Invitation, own: Mapping[str, Student]) -> dict[str, Any]:
    ids = dict.fromkeys((*invitation.student_ids, *invitation.declined_ids))
    children = [own[student_id].first_name for student_id in ids if student_id in own]
    return {
        "asked_at": invitation.created_at.isoformat(),
        "children": children,
        "other_children": len(ids) - len(children),
    }


def _mail(mail: Mail) -> dict[str, Any]:
    return {
        "at": mail.called_at.isoformat(),
        "address": mail.email,
        "kind": _code(mail_words(mail)),
        "state": mail.state.value,
    }


def _code(words: Message) -> str:
    """The last part of its id: a word that stays."""
    return words.id.rpartition(".")[2]
