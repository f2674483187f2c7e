"""Two contacts side by side: what differs, what may be chosen, and what merging them does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from homeroom.domain.families.languages import LANGUAGES
from homeroom.domain.families.merging import CannotMerge, Piece, merged, piece_of, pieces_to_choose, taken_at_first
from homeroom.domain.families.parent_contact import ContactDetails, ParentContact, Relation
from homeroom.domain.families.sharing import PRIVATE, Sharing
from homeroom.domain.kernel.message import Message
from homeroom.domain.roster.student import Student
from homeroom.use_cases.families.merge_contacts import TwoContacts
from homeroom.web.core.addresses import student_url

KEEP = "keep_"
"""Before the name of a piece, or a student's id: the id of the contact from which it is kept."""


@dataclass(frozen=True, kw_only=True, repr=False)
class ComparedContact:
    """`students` are first names. `logs_in_with` is the proved address, empty where there is none."""

    id: str
    name: str
    email: str
    students: Sequence[str]
    logs_in_with: str
    registered: bool


@dataclass(frozen=True, kw_only=True, repr=False)
class PieceChoice:
    """One question: what is kept of the one, or of the other. `piece` is a Piece, or empty where it is the relation to
    `student`, a first name. `values` are the lines of each, by the ids of the two contacts; none where there is
    nothing.
    """

    field: str
    piece: str
    student: str
    values: Mapping[str, Sequence[str]]
    relations: Mapping[str, Relation]
    chosen: str


@dataclass(frozen=True, kw_only=True, repr=False)
class MergeContactsPage:
    """`after` is what would be stored, with `pieces` as they are suggested. `unused_email` is an address that is not
    used anymore, empty where there is none. `days_of` are first names of those with whom the dates become stricter.
    `problem`: why they cannot be merged.
    """

    template: ClassVar[str] = "roster/merge_contacts.html"
    url: str
    back: str
    version: str
    stays: ComparedContact
    goes: ComparedContact
    pieces: Sequence[PieceChoice]
    sharing: Sharing
    students: Sequence[str]
    unused_email: str
    waiting_email: str
    days_of: Sequence[str]
    problem: Message | None
    notice: Message | None


def compared(two: TwoContacts, typed: Mapping[str, str], notice: Message | None) -> MergeContactsPage:
    stays, goes, problem = two.stays, two.goes, _problem(two)
    back = student_url(two.student.id)
    contact_id, other_id = (stays.id, goes.id) if stays.id in two.student.all_contact_ids else (goes.id, stays.id)
    after = None if problem else merged(stays, goes, ())
    used = {stays.details.email, ""} if stays.user_key else {goes.details.email, stays.details.email, ""}
    return MergeContactsPage(
        url=f"{back}/contacts/{contact_id}/same/{other_id}",
        back=back,
        version=two.edition,
        stays=_contact(stays, two),
        goes=_contact(goes, two),
        pieces=[] if problem else _pieces(two, typed),
        sharing=after.details.sharing if after else PRIVATE,
        students=_first_names(two, {**stays.students, **goes.students}),
        unused_email="" if goes.details.email in used else goes.details.email,
        waiting_email=goes.new_email,
        days_of=_first_names(two, [i for i in _shared(two) if after and after.students[i].turns]),
        problem=problem,
        notice=notice,
    )


def _problem(two: TwoContacts) -> Message | None:
    try:
        two.check()
    except CannotMerge as refused:
        return refused.message
    return None


def _contact(contact: ParentContact, two: TwoContacts) -> ComparedContact:
    return ComparedContact(
        id=contact.id,
        name=contact.details.name,
        email=contact.details.email,
        students=_first_names(two, contact.students),
        logs_in_with=contact.details.email if contact.user_key else "",
        registered=contact.registered,
    )


def _first_names(two: TwoContacts, ids: Mapping[str, Relation] | Sequence[str]) -> list[str]:
    return [two.students[i].first_name for i in ids if i in two.students]


def _shared(two: TwoContacts) -> list[str]:
    return [i for i in two.stays.students if i in two.goes.students]


def _pieces(two: TwoContacts, typed: Mapping[str, str]) -> list[PieceChoice]:
    taken, contacts = taken_at_first(two.stays, two.goes), (two.stays, two.goes)
    choices = [_choice(piece, two, taken, typed) for piece in pieces_to_choose(*contacts)]
    for student in (two.students[i] for i in _shared(two) if i in two.students):
        relations = {contact.id: contact.students[student.id] for contact in contacts}
        one, other = (_without_days(relation) for relation in relations.values())
        if one != other:
            choices.append(_relation_choice(student, relations, two.stays.id, typed))
    return choices


def _without_days(relation: Relation) -> Relation:
    """Without its days, which are no choice."""
    return relation.within(None, None)


def _choice(piece: Piece, two: TwoContacts, taken: set[str], typed: Mapping[str, str]) -> PieceChoice:
    suggested = two.goes.id if piece.value in taken else two.stays.id
    return PieceChoice(
        field=f"{KEEP}{piece.value}",
        piece=piece.value,
        student="",
        values={contact.id: _lines(piece, contact.details) for contact in (two.stays, two.goes)},
        relations={},
        chosen=typed.get(f"{KEEP}{piece.value}") or suggested,
    )


def _relation_choice(
    student: Student, relations: Mapping[str, Relation], suggested: str, typed: Mapping[str, str]
) -> PieceChoice:
    field = f"{KEEP}{student.id}"
    return PieceChoice(
        field=field,
        piece="",
        student=student.first_name,
        values={},
        relations=relations,
        chosen=typed.get(field) or suggested,
    )


def _lines(piece: Piece, details: ContactDetails) -> Sequence[str]:
    if piece is Piece.NAME:
        return [details.name]
    if piece is Piece.ADDRESS:
        return details.address_lines
    if piece is Piece.LANGUAGE:
        return [LANGUAGES.get(details.language, details.language)]
    return [str(value) for value in piece_of(details, piece) if value]
