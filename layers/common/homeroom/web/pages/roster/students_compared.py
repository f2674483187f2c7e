"""What fills the pages on which two students are made one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.roster.merging import MergeChoices
from homeroom.domain.roster.student import Student
from homeroom.use_cases.roster.merge_candidates import Candidates
from homeroom.use_cases.roster.merge_students import Pair
from homeroom.web.core.addresses import student_url

THE_OTHER = "other"
"""The answer to a question that takes what the one has who goes."""


class MergeText(Code):
    """What is chosen, and what went wrong."""

    WHICH_NAME = "merge.which_name"
    WHICH_ID = "merge.which_id"
    WHICH_PLACE = "merge.which_place"
    PLACE = "merge.place"
    PLACE_AND_GRADE = "merge.place_and_grade"
    CHANGED = "merge.changed"
    TOO_MUCH = "merge.too_much"
    OTHER_GONE = "merge.other_gone"


@dataclass(frozen=True, repr=False)
class Offer:
    """Somebody who may be the same student; `url` leads to both side by side."""

    name: str
    url: str
    homeroom: str
    school_id: str


@dataclass(frozen=True, kw_only=True, repr=False)
class ChooseMergePage:
    """`q` is what was searched for, and `more` says that others have such a name, too."""

    template: ClassVar[str] = "roster/merge_choose.html"
    url: str
    back: str
    student: str
    offered: Sequence[Offer]
    q: str
    found: Sequence[Offer]
    more: bool
    errors: Mapping[str, Message]


@dataclass(frozen=True, kw_only=True, repr=False)
class Side:
    """One of the two. `places` are school years with homeroom and grade, the newest first; `contacts` are names, and
    whether they have set a password; `asked` addresses.
    """

    name: str
    url: str
    school_id: str
    places: Sequence[tuple[str, Message]]
    contacts: Sequence[tuple[str, bool]]
    asked: Sequence[str]
    earlier: int
    declined: int
    not_contacted: int
    protected: bool
    kept_out: bool


@dataclass(frozen=True, repr=False)
class Question:
    """What stays where both have something else. `own` is what the one has who stays."""

    field: str
    text: Message
    own: Message | str
    other: Message | str


@dataclass(frozen=True, kw_only=True, repr=False)
class MergePage:
    """`moving` contacts are linked to the one who goes alone, and `shared` to both; `asked` are open invitations that
    move, `earlier` others, and `ending` those whose readers must not be told of the other one.
    """

    template: ClassVar[str] = "roster/merge_students.html"
    url: str
    back: str
    swap: str
    other_id: str
    seen: str
    staying: Side
    going: Side
    questions: Sequence[Question]
    moving: int
    registered: int
    shared: int
    asked: int
    earlier: int
    ending: int
    values: Mapping[str, str]
    errors: Mapping[str, Message]


def choose_page(candidates: Candidates, q: str, errors: Mapping[str, Message]) -> ChooseMergePage:
    student = candidates.student
    return ChooseMergePage(
        url=merge_url(student.id),
        back=student_url(student.id),
        student=student.name,
        offered=[_offer(other, candidates) for other in candidates.offered],
        q=q,
        found=[_offer(other, candidates) for other in candidates.matches],
        more=candidates.more,
        errors=errors,
    )


def merge_url(student_id: str) -> str:
    return f"{student_url(student_id)}/merge"


def side_by_side(student_id: str, other_id: str) -> str:
    """`student_id` stays."""
    return f"{merge_url(student_id)}?with={other_id}"


def _offer(other: Student, candidates: Candidates) -> Offer:
    placement = other.placements[other.shown_year(candidates.year)]
    return Offer(other.name, side_by_side(candidates.student.id, other.id), placement.homeroom, other.school_id)


def merge_page(
    pair: Pair, years: Sequence[str], now: datetime, values: Mapping[str, str], errors: Mapping[str, Message]
) -> MergePage:
    """`years` are those for which it may be chosen where the student is."""
    staying, going = pair.staying, pair.going
    contacts, asked = pair.contacts_of(going), pair.open_invitations_of(going, now)
    shared = [contact for contact in contacts if staying.id in contact.students]
    forbidden = [i for i in asked if i.must_not_ask_about(staying)]
    forbidden += [i for i in pair.open_invitations_of(staying, now) if i.must_not_ask_about(going)]
    return MergePage(
        url=merge_url(staying.id),
        back=student_url(staying.id),
        swap=side_by_side(going.id, staying.id),
        other_id=going.id,
        seen=pair.seen,
        staying=_side(staying, pair, now),
        going=_side(going, pair, now),
        questions=_questions(staying, going, years),
        moving=len(contacts) - len(shared),
        registered=sum(contact.registered for contact in contacts),
        shared=len(shared),
        asked=len([i for i in asked if i not in forbidden]),
        earlier=len(pair.earlier_invitations_of(going, now)),
        ending=len({i.id for i in forbidden}),
        values=values,
        errors=errors,
    )


def _side(student: Student, pair: Pair, now: datetime) -> Side:
    return Side(
        name=student.name,
        url=student_url(student.id),
        school_id=student.school_id,
        places=[(year, _place(student, year)) for year in sorted(student.placements, reverse=True)],
        contacts=[(c.details.name, c.registered) for c in pair.contacts_of(student)],
        asked=[invitation.email for invitation in pair.open_invitations_of(student, now)],
        earlier=len(pair.earlier_invitations_of(student, now)),
        declined=len(student.declined),
        not_contacted=len(student.no_contact),
        protected=student.protected,
        kept_out=bool(student.unlisted_by),
    )


def _place(student: Student, year: str) -> Message:
    placement = student.placements[year]
    if placement.grade:
        return message(MergeText.PLACE_AND_GRADE, homeroom=placement.homeroom, grade=placement.grade)
    return message(MergeText.PLACE, homeroom=placement.homeroom)


def _questions(staying: Student, going: Student, years: Sequence[str]) -> Sequence[Question]:
    questions = []
    if staying.name != going.name:
        questions.append(Question("name", message(MergeText.WHICH_NAME), staying.name, going.name))
    if staying.school_id and going.school_id and staying.school_id != going.school_id:
        questions.append(Question("school_id", message(MergeText.WHICH_ID), staying.school_id, going.school_id))
    for year in years:
        if staying.in_year(year) and going.in_year(year) and _place(staying, year) != _place(going, year):
            text = message(MergeText.WHICH_PLACE, year=year)
            questions.append(Question(place_field(year), text, _place(staying, year), _place(going, year)))
    return questions


def place_field(year: str) -> str:
    return f"place_{year}"


def choices_of(form: Mapping[str, str], years: Sequence[str]) -> MergeChoices:
    return MergeChoices(
        name=form.get("name") == THE_OTHER,
        school_id=form.get("school_id") == THE_OTHER,
        years=frozenset(year for year in years if form.get(place_field(year)) == THE_OTHER),
    )
