"""What the office takes back of a change: the values before it, but for what is the parent's alone to say."""

from dataclasses import dataclass

from homeroom.domain.families.contact_facts import SHARING, YES, Fact, facts_of, with_facts
from homeroom.domain.families.contact_log import Author, ContactChange, ContactLog, FactChange
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.families.sharing import Audience
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.message import Code

_FROM_NARROW_TO_WIDE = (Audience.NOBODY.value, Audience.HOMEROOM.value, Audience.SITE.value)


class StaysBecause(Code):
    """Why something of a change is not taken back."""

    LINK = "stays_because.link"
    PROVED_EMAIL = "stays_because.proved_email"
    SHARING = "stays_because.sharing"
    SCHOOL_MAIL = "stays_because.school_mail"


class NothingToTakeBack(HomeroomError):
    """All that the change is about stays."""


class ChangedAgain(HomeroomError):
    """`author` has changed something of it again since. `facts`: what the change had made it, and what it is now."""

    def __init__(self, author: Author, facts: tuple[FactChange, ...]) -> None:
        super().__init__("changed again")
        self.author, self.facts = author, facts


@dataclass(frozen=True)
class TakeBack:
    """`facts` of the change get their old values; the others stay, with the reasons why."""

    facts: tuple[FactChange, ...]
    stays: tuple[StaysBecause, ...]


def take_back_of(change: ContactChange, contact: ParentContact) -> TakeBack:
    """What a relation was that has begun or ended with the change goes with the link."""
    links = {one.student_id for one in change.facts if one.fact is Fact.LINKED}
    facts, stays = list[FactChange](), dict[StaysBecause, None]()
    for one in change.facts:
        reason = _reason(one, contact, links)
        if reason:
            stays[reason] = None
        else:
            facts.append(one)
    return TakeBack(tuple(facts), tuple(stays))


def taken_back(log: ContactLog, number: int, contact: ParentContact) -> ParentContact:
    """The same contact where it was taken back before. What the office itself has made again what the change had made
    it, as by taking back a later change, was not changed again. Raises ChangedAgain, and NothingToTakeBack also where
    the log knows no such change.
    """
    change = log.numbered(number)
    facts = take_back_of(change, contact).facts if change else ()
    if not facts:
        raise NothingToTakeBack
    now, old = facts_of(contact), {one.about: one.old for one in facts}
    if all(now.get(about, "") == text for about, text in old.items()):
        return contact
    later = {one.about: change.author for change in log.changes if change.number > number for one in change.facts}
    restored = {
        one.about for one in facts if later.get(one.about) is Author.OFFICE and now.get(one.about, "") == one.new
    }
    again = tuple(one for one in facts if one.about in later.keys() - restored)
    if again:
        shown = (FactChange(fact=a.fact, student_id=a.student_id, old=a.new, new=now.get(a.about, "")) for a in again)
        raise ChangedAgain(later[again[0].about], tuple(shown))
    return with_facts(contact, old)


def _reason(one: FactChange, contact: ParentContact, links: set[str]) -> StaysBecause | None:
    if one.student_id in links or (one.student_id and one.student_id not in contact.students):
        return StaysBecause.LINK
    if one.fact is Fact.EMAIL and contact.user_key:
        return StaysBecause.PROVED_EMAIL
    if one.fact in SHARING and _FROM_NARROW_TO_WIDE.index(one.old) > _FROM_NARROW_TO_WIDE.index(one.new):
        return StaysBecause.SHARING
    if one.fact is Fact.RECEIVES_SCHOOL_MAIL and one.old == YES:
        return StaysBecause.SCHOOL_MAIL
    return None
