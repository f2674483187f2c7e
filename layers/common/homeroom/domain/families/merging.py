"""Two contacts that are one person's become one. Nothing is shared with more people than either had it, nobody who was
excluded sees more, and no child loses a parent.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from enum import StrEnum

from homeroom.domain.families.exclusion import Exclusion, name_keys
from homeroom.domain.families.office_entry import OfficeEntry
from homeroom.domain.families.one_relation import stricter
from homeroom.domain.families.parent_contact import ContactDetails, ParentContact, Relation
from homeroom.domain.families.sharing import narrower
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.errors import Refused
from homeroom.domain.kernel.message import Code, message


class Piece(StrEnum):
    """What is chosen of one contact or the other, always as a whole."""

    NAME = "name"
    EMAIL = "email"
    MOBILE_PHONE = "mobile_phone"
    HOME_PHONE = "home_phone"
    ADDRESS = "address"
    LANGUAGE = "language"
    SCHOOL_MAIL = "school_mail"


FIELDS: Mapping[Piece, tuple[str, ...]] = {
    Piece.NAME: ("first_name", "last_name"),
    Piece.EMAIL: ("email",),
    Piece.MOBILE_PHONE: ("mobile_phone",),
    Piece.HOME_PHONE: ("home_phone",),
    Piece.ADDRESS: ("street", "apartment", "city", "state", "postal_code", "country"),
    Piece.LANGUAGE: ("language",),
    Piece.SCHOOL_MAIL: ("receives_school_mail",),
}


class MergeProblem(Code):
    """Why two contacts cannot become one, and what to do."""

    TWO_LOG_INS = "merge_contacts.two_log_ins"
    BEING_DELETED = "merge_contacts.being_deleted"
    NOT_TO_BE_TOLD = "merge_contacts.not_to_be_told"
    TOO_MUCH = "merge_contacts.too_much"


class CannotMerge(Refused):
    """`message` says why, and what to do."""


def in_order(one: ParentContact, other: ParentContact) -> tuple[ParentContact, ParentContact]:
    """Which stays, and which goes: a log-in stays with its contact."""

    def weight(contact: ParentContact) -> tuple[bool, bool, bool, bool, int, str]:
        details = contact.details
        waits, mailed = bool(contact.new_email), bool(details.email)
        return bool(contact.user_key), waits, contact.registered, mailed, contact.version, contact.id

    return (one, other) if weight(one) >= weight(other) else (other, one)


def check_mergeable(stays: ParentContact, goes: ParentContact) -> None:
    """Raises CannotMerge. Of two who have each proved an address nobody but they can say that they are one: they would
    see each other's families.
    """
    if goes.user_key and goes.user_key != stays.user_key:
        raise CannotMerge(message(MergeProblem.TWO_LOG_INS))
    if stays.deletion_asked_at or goes.deletion_asked_at:
        raise CannotMerge(message(MergeProblem.BEING_DELETED))


def pieces_to_choose(stays: ParentContact, goes: ParentContact) -> list[Piece]:
    """In which they differ. An address that was proved is no choice."""
    differing = [piece for piece in Piece if piece_of(stays.details, piece) != piece_of(goes.details, piece)]
    return [piece for piece in differing if not (piece is Piece.EMAIL and stays.user_key)]


def piece_of(details: ContactDetails, piece: Piece) -> tuple[object, ...]:
    return tuple(getattr(details, field) for field in FIELDS[piece])


def taken_at_first(stays: ParentContact, goes: ParentContact) -> set[str]:
    """What is suggested to be taken from the one that goes: what the other has not, or what the office entered later
    where nobody has confirmed either.
    """
    later = not stays.user_key and _entered(goes) > _entered(stays)
    choices = pieces_to_choose(stays, goes)
    there = [piece for piece in choices if any(piece_of(goes.details, piece))]
    taken = {piece.value for piece in there if later or not any(piece_of(stays.details, piece))}
    return taken - {Piece.SCHOOL_MAIL}


def _entered(contact: ParentContact) -> str:
    return contact.office_entry.at.isoformat() if contact.office_entry else ""


def merged(stays: ParentContact, goes: ParentContact, taken: Collection[str]) -> ParentContact:
    """`taken` are the pieces, and the ids of students to whom both are related, that are as the one that goes has
    them. Raises CannotMerge.
    """
    check_mergeable(stays, goes)
    details = _details(stays, goes, taken)
    kept = {stays.user_key, email_key(details.email) if details.email else ""}
    own_names = name_keys(details.first_name, details.last_name)
    by, called = (stays.recorded_by, stays.recorded_as) if stays.recorded_by else (goes.recorded_by, goes.recorded_as)
    is_own = by in (stays.id, goes.id)
    return replace(
        stays,
        details=details,
        students=_united(stays.students, goes.students, taken),
        former_keys=tuple(sorted((stays.email_keys | goes.email_keys) - kept)),
        former_name_keys=_former_names(stays, goes, own_names),
        registered=stays.registered or goes.registered,
        exclusions=_exclusions(stays, goes),
        recorded_by="" if is_own else by,
        recorded_as="" if is_own else called,
        office_entry=_entry(stays, goes),
        confirmed_at=max(filter(None, (stays.confirmed_at, goes.confirmed_at)), default=None),
        merged_ids=(*stays.merged_ids, *goes.merged_ids, goes.id),
    )


def _details(stays: ParentContact, goes: ParentContact, taken: Collection[str]) -> ContactDetails:
    pieces = [piece for piece in pieces_to_choose(stays, goes) if piece in taken]
    fields = {field: getattr(goes.details, field) for piece in pieces for field in FIELDS[piece]}
    return replace(stays.details, **fields, sharing=narrower(stays.details.sharing, goes.details.sharing))


def _former_names(stays: ParentContact, goes: ParentContact, own: frozenset[str]) -> tuple[str, ...]:
    """Whoever was excluded by a name stays so."""
    now = (sorted(name_keys(c.details.first_name, c.details.last_name)) for c in (stays, goes))
    before = (*goes.former_name_keys, *stays.former_name_keys, *(key for keys in now for key in keys))
    return tuple(key for key in dict.fromkeys(before) if key not in own)


def _exclusions(stays: ParentContact, goes: ParentContact) -> tuple[Exclusion, ...]:
    """Nobody excludes themselves."""
    united = {exclusion.key: exclusion for exclusion in (*goes.exclusions, *stays.exclusions)}
    return tuple(one for one in united.values() if one.contact_id not in (stays.id, goes.id))


def _entry(stays: ParentContact, goes: ParentContact) -> OfficeEntry | None:
    """What its parent has confirmed is not the office's because of another contact."""
    if stays.user_key or _entered(stays) >= _entered(goes):
        return stays.office_entry
    return goes.office_entry


def _united(stays: Mapping[str, Relation], goes: Mapping[str, Relation], taken: Collection[str]) -> dict[str, Relation]:
    both = stays.keys() & goes.keys()
    united = {**goes, **stays}
    for student_id in both:
        kept, other = stays[student_id], goes[student_id]
        united[student_id] = stricter(*((other, kept) if student_id in taken else (kept, other)))
    return united
