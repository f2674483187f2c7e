"""What pages say of a change of a contact: what has changed, old beside new, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from homeroom.domain.families.contact_facts import SHARING, Fact
from homeroom.domain.families.contact_log import ContactChange, FactChange
from homeroom.domain.families.languages import LANGUAGES
from homeroom.domain.kernel.message import Code, Message, message


class FactWord(Code):
    """Values that are no texts of their own."""

    YES = "fact_word.yes"
    NO = "fact_word.no"
    PART = "fact_word.part"
    NOBODY = "fact_word.nobody"
    HOMEROOM = "fact_word.homeroom"
    SITE = "fact_word.site"


@dataclass(frozen=True, kw_only=True, repr=False)
class ShownValue:
    """One of the three; nothing where nothing is given."""

    text: str = ""
    word: Message | None = None
    day: date | None = None


@dataclass(frozen=True, kw_only=True, repr=False)
class ShownFact:
    """`child` is the name of the student whom it is about, empty for what is about the contact alone."""

    label: Message
    child: str
    old: ShownValue
    new: ShownValue


@dataclass(frozen=True, kw_only=True, repr=False)
class ShownChange:
    """`facts` is empty for a contact that was created or deleted, which `kind` says."""

    at: datetime
    kind: Message
    author: Message
    note: str
    facts: Sequence[ShownFact]


class KindWord(Code):
    """What became of the contact as a whole."""

    CREATED = "contact_change.created"
    CHANGED = "contact_change.changed"
    DELETED = "contact_change.deleted"


_DAYS = (Fact.SINCE, Fact.UNTIL)
_WITH_WORDS = frozenset({*SHARING, Fact.RECEIVES_SCHOOL_MAIL, Fact.LIVES_WITH})


def shown_change(change: ContactChange, names: Mapping[str, str]) -> ShownChange:
    """`names` are those of students by id."""
    return ShownChange(
        at=change.at,
        kind=message(KindWord(f"contact_change.{change.kind.value}")),
        author=change.author.label,
        note=change.note,
        facts=[shown_fact(fact, names) for fact in change.facts],
    )


def shown_fact(one: FactChange, names: Mapping[str, str]) -> ShownFact:
    return ShownFact(
        label=one.fact.label,
        child=names.get(one.student_id, ""),
        old=shown_value(one.fact, one.old),
        new=shown_value(one.fact, one.new),
    )


def shown_value(fact: Fact, text: str) -> ShownValue:
    if fact is Fact.LINKED:
        return ShownValue(word=message(FactWord.YES if text else FactWord.NO))
    if not text:
        return ShownValue()
    if fact in _DAYS:
        return ShownValue(day=date.fromisoformat(text))
    if fact is Fact.LANGUAGE:
        return ShownValue(text=LANGUAGES.get(text, text))
    if fact in _WITH_WORDS:
        return ShownValue(word=message(FactWord(f"fact_word.{text}")))
    return ShownValue(text=text)
