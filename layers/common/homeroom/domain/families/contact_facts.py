"""What the school goes by of a contact, as texts by name: what is compared, told and restored one by one."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from homeroom.domain.families.parent_contact import ContactDetails, LivesWith, ParentContact, Relation
from homeroom.domain.families.sharing import Audience, Sharing
from homeroom.domain.kernel.message import Labeled

YES, NO = "yes", "no"


class Fact(Labeled):
    """Of details those fields have the same name."""

    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    MOBILE_PHONE = "mobile_phone"
    HOME_PHONE = "home_phone"
    STREET = "street"
    APARTMENT = "apartment"
    CITY = "city"
    STATE = "state"
    POSTAL_CODE = "postal_code"
    COUNTRY = "country"
    LANGUAGE = "language"
    SHARE_EMAIL = "share_email"
    SHARE_PHONE = "share_phone"
    SHARE_ADDRESS = "share_address"
    RECEIVES_SCHOOL_MAIL = "receives_school_mail"
    LINKED = "linked"
    RELATIONSHIP = "relationship"
    LIVES_WITH = "lives_with"
    SINCE = "since"
    UNTIL = "until"


SHARING = {Fact.SHARE_EMAIL: "email", Fact.SHARE_PHONE: "phone", Fact.SHARE_ADDRESS: "address"}
"""Which piece of the sharing settings each is about."""
OF_A_RELATION = (Fact.LINKED, Fact.RELATIONSHIP, Fact.LIVES_WITH, Fact.SINCE, Fact.UNTIL)
_OF_DETAILS = tuple(
    fact for fact in Fact if fact not in (*SHARING, *OF_A_RELATION, Fact.RECEIVES_SCHOOL_MAIL)
)  # fmt: skip


class About(NamedTuple):
    """`student_id` is empty for what is about the contact alone."""

    fact: Fact
    student_id: str = ""


Facts = Mapping[About, str]
"""Empty texts are left out: what is not there is empty. An enumeration is its value, a date is in ISO 8601."""


def facts_of(contact: ParentContact | None) -> Facts:
    """None has none."""
    if contact is None:
        return {}
    details = contact.details
    facts = {About(fact): str(getattr(details, fact.value)) for fact in _OF_DETAILS}
    facts |= {About(fact): str(getattr(details.sharing, piece).value) for fact, piece in SHARING.items()}
    facts[About(Fact.RECEIVES_SCHOOL_MAIL)] = YES if details.receives_school_mail else NO
    for student_id, relation in contact.students.items():
        facts |= {About(fact, student_id): text for fact, text in _of_relation(relation)}
    return {about: text for about, text in facts.items() if text}


def _of_relation(relation: Relation) -> Iterable[tuple[Fact, str]]:
    yield Fact.LINKED, YES
    yield Fact.RELATIONSHIP, relation.relationship
    yield Fact.LIVES_WITH, relation.lives_with.value
    yield Fact.SINCE, relation.since.isoformat() if relation.since else ""
    yield Fact.UNTIL, relation.until.isoformat() if relation.until else ""


def with_facts(contact: ParentContact, facts: Facts) -> ParentContact:
    """With these instead of its own; LINKED among them changes nothing, and neither does what is about a student who is
    not linked. Days are the office's from then on. Raises ValueError for what is no value of a fact.
    """
    details = _details(contact.details, {about.fact: text for about, text in facts.items() if not about.student_id})
    relations = {i: _relation(i, relation, facts) for i, relation in contact.students.items()}
    after = contact.changed(details, relations)
    for student_id, relation in relations.items():
        days = relation.since, relation.until
        if days != (contact.students[student_id].since, contact.students[student_id].until):
            after = after.within(student_id, days, by_office=True)
    return after


def _details(details: ContactDetails, facts: Mapping[Fact, str]) -> ContactDetails:
    shared: dict[str, Audience] = {piece: Audience(facts[fact]) for fact, piece in SHARING.items() if fact in facts}
    own: dict[str, str] = {fact.value: facts[fact] for fact in _OF_DETAILS if fact in facts}
    mail = facts.get(Fact.RECEIVES_SCHOOL_MAIL)
    sharing: Sharing = replace(details.sharing, **shared)
    wanted = details.receives_school_mail if mail is None else mail == YES
    return replace(details, sharing=sharing, receives_school_mail=wanted, **own)


def _relation(student_id: str, relation: Relation, facts: Facts) -> Relation:
    def text(fact: Fact, now: str) -> str:
        return facts.get(About(fact, student_id), now)

    now = dict(_of_relation(relation))
    since, until = text(Fact.SINCE, now[Fact.SINCE]), text(Fact.UNTIL, now[Fact.UNTIL])
    return replace(
        relation,
        relationship=text(Fact.RELATIONSHIP, now[Fact.RELATIONSHIP]),
        lives_with=LivesWith(text(Fact.LIVES_WITH, now[Fact.LIVES_WITH])),
        since=date.fromisoformat(since) if since else None,
        until=date.fromisoformat(until) if until else None,
    )
