"""Which item each thing of the domain is: its table, its key, what indexes need, and what goes with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from homeroom.adapters.dynamodb import counters, keys
from homeroom.adapters.dynamodb.codec import Item, decode, encode, moment_text
from homeroom.adapters.dynamodb.store_version import stamp
from homeroom.domain.accounts.address_change import AddressChange, AddressChangeLink
from homeroom.domain.accounts.admin_invitation import AdminInvitation
from homeroom.domain.accounts.known_devices import KnownDevices
from homeroom.domain.accounts.log_in_mail import LogInLink, LogInMail, LogInRequest
from homeroom.domain.accounts.second_factor import SecondFactor
from homeroom.domain.accounts.session import Session, SessionKind
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditEntry
from homeroom.domain.exports.changes_taken import ChangesTaken
from homeroom.domain.exports.export import Export
from homeroom.domain.families.campaign import Campaign, CampaignLink
from homeroom.domain.families.contact_log import ContactLog
from homeroom.domain.families.parent_contact import ContactDetails, ParentContact
from homeroom.domain.imports.file_notes import FileNotes
from homeroom.domain.imports.header_answers import HeaderAnswers
from homeroom.domain.imports.import_part import ImportPart
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.kept import REPORT_KEPT
from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.bulk_resend import BulkResend
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.listing import inviter_key, list_order
from homeroom.domain.invitations.parent_request import ParentRequest
from homeroom.domain.invitations.status import status_of
from homeroom.domain.kernel.change import Stored
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.phone import phone_numbers
from homeroom.domain.kernel.text import words
from homeroom.domain.mail.address_block import AddressBlock, StopLink
from homeroom.domain.mail.mail import SEND_UNCONFIRMED_STATES, Link, Mail
from homeroom.domain.mail.rate_limiter import RateLimiter
from homeroom.domain.people.deletion import Deletion
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.homeroom_code import class_code_key
from homeroom.domain.roster.merging import MergedStudent
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_identity import Namesakes, SchoolId, name_key, school_id_key
from homeroom.domain.site.logo import Logo
from homeroom.domain.site.site_settings import SiteSettings

T = TypeVar("T", bound=Stored)

_LINK_EXPLAINS_ITSELF = timedelta(days=400)
"""How long after its end a link is still known, so that whoever finds the old mail is told what to do."""

MOST_WORDS = 8
"""So many words of one name can be searched for: a transaction has an end."""


MOST_PHONES = 4
"""And for so many phone numbers of one parent."""

YEARS_SEARCHED = 4
"""In so many of a student's school years, the newest ones: whoever is called otherwise is so in all of them at once."""


class Table(StrEnum):
    ROSTER = "roster"
    INVITATIONS = "invitations"
    IMPORTS = "imports"
    ACCESS = "access"
    SITE = "site"
    AUDIT = "audit"


@dataclass(frozen=True)
class Layout:
    """`more` are attributes besides the fields: what indexes sort by, and when the item may be tidied away.
    `index_items` are whole items, by key, that follow from the thing and are written along with it. `counted` says in
    which numbers the thing is counted: the store keeps them. `append_only`: it and its index items are put where there
    is nothing yet, and never changed or deleted.
    """

    table: Table
    key: Callable[[Any], keys.Key]
    more: Callable[[Any], Item] = lambda _: {}
    index_items: Callable[[Any], Mapping[keys.KeyValues, Item]] | None = None
    counted: counters.CountedOf | None = None
    append_only: bool = False


def to_item(thing: Stored, version: int) -> Item:
    layout = LAYOUTS[type(thing)]
    return {
        **encode(thing),
        "version": {"N": str(version)},
        **layout.more(thing),
        **key_of(layout.key(thing)),
    }


def from_item(kind: type[T], item: Mapping[str, Any]) -> T:
    return decode(kind, item)


def key_of(key: keys.Key) -> Item:
    return {name: {"S": value} for name, value in key.items()}


def _in_first_homeroom(student: Student) -> Item:
    """The student's item itself stands in the list of the earliest year's homeroom: an import of a later year leaves
    the lists of this one alone, and one of new students writes no further item.
    """
    return _in_homeroom(student, min(student.placements))


def _in_homeroom(student: Student, year: str) -> Item:
    code_key = class_code_key(student.placements[year].homeroom)
    return {
        "homeroom_key": {"S": keys.homeroom_students(year, code_key)},
        "homeroom_sort": {"S": keys.student_order(student.name_key, student.id)},
    }


def _index_of_student(student: Student) -> Mapping[keys.KeyValues, Item]:
    return {**_of_years(student), **_listed_school_id(student)}


def _listed_school_id(student: Student) -> Mapping[keys.KeyValues, Item]:
    """Once, whatever the school years are: only Site Admins search by it, and they are shown every year."""
    if not student.school_id:
        return {}
    key = keys.listed_school_id(school_id_key(student.school_id), student.id)
    return {(key["pk"], key["sk"]): {**key_of(key), "student_id": {"S": student.id}}}


def _of_years(student: Student) -> Mapping[keys.KeyValues, Item]:
    """The words of the name in the newest school years, and where the student is in all years but the earliest."""
    years = sorted(student.placements)
    if len(years) == 1:
        return _word_items(years[0], student.id, student.first_name, student.last_name)
    items = dict(_word_items(years[-1], student.id, student.first_name, student.last_name))
    for year in years[-YEARS_SEARCHED:-1]:
        items |= _word_items(year, student.id, student.first_name, student.last_name)
    for year in years[1:]:
        key = keys.student_year(student.id, year)
        items[key["pk"], key["sk"]] = {
            **key_of(key),
            **_in_homeroom(student, year),
            "student_id": {"S": student.id},
        }
    return items


@lru_cache(maxsize=1024)  # asked for again at every row of an import, to know what a transaction holds
def _word_items(year: str, student_id: str, first_name: str, last_name: str) -> Mapping[keys.KeyValues, Item]:
    """One item for each word of the name, by which a search finds the student."""
    different = dict.fromkeys(keys.word_beginning(word) for word in words(f"{last_name} {first_name}"))
    items = {}
    for word in list(different)[:MOST_WORDS]:
        key = keys.word(year, word, student_id)
        items[key["pk"], key["sk"]] = {
            **key_of(key),
            "name_key": {"S": name_key(first_name, last_name)},
            "student_id": {"S": student_id},
        }
    return items


def _of_contact(contact: ParentContact) -> Mapping[keys.KeyValues, Item]:
    parents = parent_items(contact.id, contact.details, contact.user_key)
    return {**_relation_turns(contact), **parents, **_awaited(contact)}


@lru_cache(maxsize=64)
def parent_items(contact_id: str, details: ContactDetails, user_key: str) -> Mapping[keys.KeyValues, Item]:
    """One item for each word of the name, each address and each phone number, by which Site Admins find a parent."""
    name = list(dict.fromkeys(words(details.name)))[:MOST_WORDS]
    emails = dict.fromkeys(filter(None, (details.email and email_key(details.email), user_key)))
    phones = dict.fromkeys((*phone_numbers(details.mobile_phone), *phone_numbers(details.home_phone)))
    endings = [keys.phone_ending(digits) for digits in list(phones)[:MOST_PHONES]]
    items = {}
    for text in dict.fromkeys((*name, *emails, *endings)):
        key = keys.parent(text, contact_id)
        items[key["pk"], key["sk"]] = {**key_of(key), "contact_id": {"S": contact_id}}
    return items


def _relation_turns(contact: ParentContact) -> Mapping[keys.KeyValues, Item]:
    """One item for each day on which a relation begins, or is over."""
    items = {}
    for student_id, relation in contact.students.items():
        for day in relation.turns:
            key = keys.relation_turn(day.isoformat(), student_id, contact.id)
            ids: Item = {"student_id": {"S": student_id}, "contact_id": {"S": contact.id}}
            items[key["pk"], key["sk"]] = {**key_of(key), **ids}
    return items


def _awaited(contact: ParentContact) -> Mapping[keys.KeyValues, Item]:
    """In the list of those from whom a campaign has no answer."""
    asked = contact.asked_to_confirm
    if asked is None or not contact.awaits_confirmation:
        return {}
    key = keys.awaited_contact(asked.campaign_id, contact.id, reached=asked.reached)
    return {(key["pk"], key["sk"]): key_of(key)}


def _by_last_change(log: ContactLog) -> Mapping[keys.KeyValues, Item]:
    """Where it is found by whoever asks what has changed since a moment: at its newest change alone."""
    key = keys.contact_change(log.order)
    item = {**key_of(key), "contact_id": {"S": log.contact_id}, **_tidied(log.ends_at)}
    return {(key["pk"], key["sk"]): item}


def _on_its_day(invitation: Invitation) -> Item:
    """Open, on the day it expires; answered, on the day of that, where somebody may want to be told."""
    if invitation.is_open:
        return _due(keys.due(invitation.expires_at.date(), invitation.id), invitation.id)
    if invitation.completed_at and invitation.inviter_email_key:
        return _due(keys.answered(invitation.completed_at.date(), invitation.id), invitation.id)
    return {}


def _when_to_remind(mail: Mail) -> Item:
    if not mail.remind_at:
        return {}
    return _due(keys.to_remind(mail.remind_at.date(), mail.invitation_id), mail.invitation_id)


def _due(key: str, invitation_id: str) -> Item:
    return {"due_key": {"S": key}, "due_sort": {"S": invitation_id}}


def _to_be_looked_after(mail: Mail) -> Item:
    if mail.look_at is None:
        return {}
    unconfirmed = mail.state in SEND_UNCONFIRMED_STATES
    return {
        "due_key": {"S": keys.MAILS_UNCONFIRMED if unconfirmed else keys.MAILS_WAITING},
        "due_sort": {"S": keys.mail_order(moment_text(mail.look_at), mail.invitation_id, mail.send_number)},
    }


def _next_look(mail: Mail) -> Item:
    """As long as its fate is not known it is looked after; only then a reminder can be due. One about the service leads
    nowhere, and nothing leads to it.
    """
    if mail.is_about_service:
        return _tidied(mail.called_at + REPORT_KEPT)
    return _to_be_looked_after(mail) or _when_to_remind(mail)


def _listed_and_searched(invitation: Invitation) -> Item:
    """What lists are cut and sorted by, and what a search finds. A name is found by its first and its last word."""
    own_id, order, year = invitation.id, list_order(invitation), (invitation.years or ("",))[-1]
    name = words(invitation.parent_name)
    more: Item = {
        **_on_its_day(invitation),
        "list_sort": {"S": order},
        "status_sort": {"S": keys.status_order(status_of(invitation).value, order)},
        "year_key": {"S": keys.of_last_year(year)},
        "inviter_key": {"S": keys.of_inviter(inviter_key(invitation.inviter))},
    }
    if invitation.email:
        more |= _search_attributes("address", invitation.email_key, own_id)
    if invitation.import_id:
        more["import_key"] = {"S": keys.of_import(invitation.import_id)}
    if name:
        more |= _search_attributes("first_word", name[0], own_id) | _search_attributes("last_word", name[-1], own_id)
    return more


def _search_attributes(by: str, text: str, invitation_id: str) -> Item:
    return {
        f"{by}_key": {"S": keys.search_key(text, invitation_id)},
        f"{by}_sort": {"S": keys.search_order(text, invitation_id)},
    }


def _audit_lists(entry: AuditEntry) -> Mapping[keys.KeyValues, Item]:
    """The whole entry once more for each person and each student whose list it stands in."""
    item = to_item(entry, 1)
    people, students = map(keys.audit_of_person, entry.people), map(keys.audit_of_student, entry.about.student_ids)
    return {(pk, entry.order): {**item, "pk": {"S": pk}} for pk in (*people, *students)}


def _request_lists(request: ParentRequest) -> Mapping[keys.KeyValues, Item]:
    """Where it is found: by who made it, by the address that it asks and, as long as it waits, by Site Admins."""
    lists = [keys.requests_of(request.contact_id), keys.requests_to(request.email_key)]
    lists += [keys.REQUESTS_WAITING] if request.is_waiting else []
    order = keys.request_order(moment_text(request.asked_at), request.id)
    return {(pk, order): {**key_of({"pk": pk, "sk": order}), **_request_ends(request)} for pk in lists}


def _request_ends(request: ParentRequest) -> Item:
    return _tidied(request.ends_at) if request.ends_at else {}


def _waiting(run: ImportRun) -> Mapping[keys.KeyValues, Item]:
    """What every page of a Site Admin says of it."""
    waiting = run.waiting
    if waiting is None:
        return {}
    key = keys.waiting_import(moment_text(waiting.since), run.id)
    return {(key["pk"], key["sk"]): {**encode(waiting), **key_of(key)}}


def _of_account(session: Session) -> Item:
    """Log-ins alone are listed."""
    listed = session.kind is SessionKind.LOGGED_IN
    return {"account_key": {"S": keys.of_account(session.subject)}} if listed else {}


def _tidied(moment: datetime) -> Item:
    """DynamoDB deletes some day after this; whether something is over is always compared in code."""
    return {"ttl": {"N": str(int(moment.timestamp()))}}


def _with_report(thing: FileNotes | ImportPart) -> Item:
    return _tidied(thing.kept_until) if thing.kept_until else {}


LAYOUTS: Mapping[type, Layout] = {
    Student: Layout(
        Table.ROSTER, lambda s: keys.student(s.id), _in_first_homeroom, _index_of_student, counters.of_student
    ),
    MergedStudent: Layout(Table.ROSTER, lambda m: keys.merged_student(m.id)),
    Namesakes: Layout(Table.ROSTER, lambda n: keys.namesakes(n.identity)),
    SchoolId: Layout(Table.ROSTER, lambda s: keys.school_id(s.identity)),
    Homeroom: Layout(Table.ROSTER, lambda h: keys.homeroom(h.year, h.key)),
    ParentContact: Layout(
        Table.ROSTER, lambda c: keys.contact(c.id), index_items=_of_contact, counted=counters.of_contact
    ),
    Campaign: Layout(Table.ROSTER, lambda c: keys.campaign(c.id)),
    ContactLog: Layout(
        Table.ROSTER,
        lambda log: keys.contact_log(log.contact_id),
        lambda log: _tidied(log.ends_at),
        index_items=_by_last_change,
    ),
    Deletion: Layout(Table.ROSTER, lambda d: keys.deletion(d.identity)),
    Invitation: Layout(
        Table.INVITATIONS,
        lambda i: keys.invitation(i.id),
        _listed_and_searched,
        counted=counters.of_invitation,
    ),
    BulkResend: Layout(Table.INVITATIONS, lambda _: keys.bulk_resend()),
    Mail: Layout(Table.INVITATIONS, lambda m: keys.mail(m.invitation_id, m.send_number), _next_look),
    Link: Layout(
        Table.INVITATIONS,
        lambda k: keys.link(k.digest),
        lambda k: _tidied(k.expires_at + _LINK_EXPLAINS_ITSELF),
    ),
    AddressLock: Layout(Table.INVITATIONS, lambda a: keys.address_lock(a.email_key)),
    AddressBlock: Layout(Table.INVITATIONS, lambda b: keys.address_block(b.address)),
    StopLink: Layout(
        Table.INVITATIONS,
        lambda k: keys.stop_link(k.digest),
        lambda k: _tidied(k.sent_at + _LINK_EXPLAINS_ITSELF),
    ),
    AdminInvitation: Layout(Table.INVITATIONS, lambda i: keys.admin_invitation(i.id), lambda i: _tidied(i.known_until)),
    AddressChange: Layout(Table.INVITATIONS, lambda c: keys.address_change(c.contact_id)),
    AddressChangeLink: Layout(
        Table.INVITATIONS,
        lambda k: keys.address_change_link(k.digest),
        lambda k: _tidied(k.ends_at + _LINK_EXPLAINS_ITSELF),
    ),
    CampaignLink: Layout(
        Table.INVITATIONS,
        lambda k: keys.campaign_link(k.digest),
        lambda k: _tidied(k.made_at + _LINK_EXPLAINS_ITSELF),
    ),
    LogInMail: Layout(Table.INVITATIONS, lambda m: keys.log_in_mail(m.user_id)),
    LogInLink: Layout(Table.INVITATIONS, lambda k: keys.log_in_link(k.digest), lambda k: _tidied(k.ends_at)),
    LogInRequest: Layout(Table.INVITATIONS, lambda r: keys.log_in_request(r.browser), lambda r: _tidied(r.ends_at)),
    ParentRequest: Layout(
        Table.INVITATIONS, lambda r: keys.parent_request(r.id), _request_ends, index_items=_request_lists
    ),
    RateLimiter: Layout(Table.INVITATIONS, lambda _: keys.rate_limiter()),
    ImportRun: Layout(
        Table.IMPORTS,
        lambda r: keys.import_run(r.id),
        lambda r: _tidied(r.kept_until) if r.check_number else {"list_key": {"S": keys.IMPORTS}},
        _waiting,
    ),
    ChangesTaken: Layout(Table.IMPORTS, lambda _: keys.changes_taken()),
    Export: Layout(
        Table.IMPORTS,
        lambda e: keys.export(e.id),
        lambda e: _tidied(e.known_until) | {"list_key": {"S": keys.EXPORTS}},
    ),
    FileNotes: Layout(Table.IMPORTS, lambda n: keys.file_notes(n.import_id), _with_report),
    ImportPart: Layout(Table.IMPORTS, lambda p: keys.import_part(p.import_id, p.first_row), _with_report),
    User: Layout(
        Table.ACCESS,
        lambda u: keys.user(u.email_key),
        lambda u: {"role_key": {"S": keys.SITE_ADMINS}} if u.is_admin else {},
    ),
    Session: Layout(Table.ACCESS, lambda s: keys.session(s.digest), lambda s: _tidied(s.ends_at) | _of_account(s)),
    SecondFactor: Layout(Table.ACCESS, lambda f: keys.second_factor(f.user_id)),
    KnownDevices: Layout(Table.ACCESS, lambda d: keys.known_devices(d.email_key), lambda d: _tidied(d.ends_at)),
    AuditEntry: Layout(
        Table.AUDIT,
        lambda e: keys.audit_entry(e.order),
        lambda e: _tidied(e.ends_at),
        _audit_lists,
        append_only=True,
    ),
    HeaderAnswers: Layout(Table.SITE, lambda a: keys.header_answers(a.header_key)),
    Logo: Layout(Table.SITE, lambda _: keys.logo()),
    SiteSettings: Layout(Table.SITE, lambda _: keys.site_settings(), lambda _: stamp()),
}
