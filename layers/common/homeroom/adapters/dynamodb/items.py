"""Which item each thing of the domain is: its table, its key, what indexes need, and what goes with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from homeroom.adapters.dynamodb import keys
from homeroom.adapters.dynamodb.codec import Item, decode, encode
from homeroom.domain.access import Session, User
from homeroom.domain.address_block import AddressBlock, StopLink
from homeroom.domain.change import Stored
from homeroom.domain.homeroom import Homeroom
from homeroom.domain.homeroom_code import class_code_key
from homeroom.domain.import_run import ImportPart, ImportRun
from homeroom.domain.invitation import AddressLock, Invitation
from homeroom.domain.mail import Link, Mail
from homeroom.domain.parent_contact import ParentContact
from homeroom.domain.site_settings import SiteSettings
from homeroom.domain.student import Namesakes, SchoolId, Student, name_key
from homeroom.domain.text import words

T = TypeVar("T", bound=Stored)

_LINK_EXPLAINS_ITSELF = timedelta(days=400)
"""How long after its end a link is still known, so that whoever finds the old mail is told what to do."""

MOST_WORDS = 8
"""So many words of one name can be searched for: a transaction has an end."""


class Table(StrEnum):
    ROSTER = "roster"
    INVITATIONS = "invitations"
    IMPORTS = "imports"
    ACCESS = "access"
    SITE = "site"


@dataclass(frozen=True)
class Layout:
    """`more` are attributes beside the fields: what indexes sort by, and when the item may be tidied away.
    `beside` are whole items, by key, that follow from the thing and are written along with it.
    """

    table: Table
    key: Callable[[Any], keys.Key]
    more: Callable[[Any], Item] = lambda _: {}
    beside: Callable[[Any], Mapping[keys.KeyValues, Item]] = lambda _: {}


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


def _in_homeroom(student: Student) -> Item:
    return {
        "homeroom_key": {"S": keys.homeroom_students(student.year, class_code_key(student.homeroom))},
        "homeroom_sort": {"S": keys.student_order(student.name_key, student.id)},
    }


def _words_of(student: Student) -> Mapping[keys.KeyValues, Item]:
    return _word_items(student.year, student.id, student.first_name, student.last_name)


@lru_cache(maxsize=1024)  # asked for again at every row of an import, to know what a transaction holds
def _word_items(year: str, student_id: str, first_name: str, last_name: str) -> Mapping[keys.KeyValues, Item]:
    """One item for each word of the name, by which a search finds the student."""
    different = dict.fromkeys(keys.word_beginning(word) for word in words(f"{last_name} {first_name}"))
    found = {}
    for word in list(different)[:MOST_WORDS]:
        key = keys.word(year, word, student_id)
        found[key["pk"], key["sk"]] = {
            **key_of(key),
            "name_key": {"S": name_key(first_name, last_name)},
            "student_id": {"S": student_id},
        }
    return found


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


def _tidied(moment: datetime) -> Item:
    """DynamoDB deletes some day after this; whether something is over is always compared in code."""
    return {"ttl": {"N": str(int(moment.timestamp()))}}


LAYOUTS: Mapping[type, Layout] = {
    Student: Layout(Table.ROSTER, lambda s: keys.student(s.id), _in_homeroom, _words_of),
    Namesakes: Layout(Table.ROSTER, lambda n: keys.namesakes(n.identity)),
    SchoolId: Layout(Table.ROSTER, lambda s: keys.school_id(s.identity)),
    Homeroom: Layout(Table.ROSTER, lambda h: keys.homeroom(h.year, h.key)),
    ParentContact: Layout(Table.ROSTER, lambda c: keys.contact(c.id)),
    Invitation: Layout(Table.INVITATIONS, lambda i: keys.invitation(i.id), _on_its_day),
    Mail: Layout(Table.INVITATIONS, lambda m: keys.mail(m.invitation_id, m.generation), _when_to_remind),
    Link: Layout(
        Table.INVITATIONS,
        lambda k: keys.link(k.digest),
        lambda k: _tidied(k.expires_at + _LINK_EXPLAINS_ITSELF),
    ),
    AddressLock: Layout(Table.INVITATIONS, lambda a: keys.address_lock(a.email_key)),
    AddressBlock: Layout(Table.INVITATIONS, lambda b: keys.address_block(b.email_key)),
    StopLink: Layout(
        Table.INVITATIONS,
        lambda k: keys.stop_link(k.digest),
        lambda k: _tidied(k.sent_at + _LINK_EXPLAINS_ITSELF),
    ),
    ImportRun: Layout(Table.IMPORTS, lambda r: keys.import_run(r.id), lambda _: {"list_key": {"S": keys.IMPORTS}}),
    ImportPart: Layout(Table.IMPORTS, lambda p: keys.import_part(p.import_id, p.first_row)),
    User: Layout(Table.ACCESS, lambda u: keys.user(u.email_key)),
    Session: Layout(Table.ACCESS, lambda s: keys.session(s.digest), lambda s: _tidied(s.ends_at)),
    SiteSettings: Layout(Table.SITE, lambda _: keys.site_settings()),
}
