"""What fills the sharing part of the form about oneself."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.families.visibility import Preview
from homeroom.domain.roster.student import Student


@dataclass(frozen=True, kw_only=True, repr=False)
class SharingPart:
    """`preview` is what others would see of what was typed, None until somebody asks. `kept_out_by_others`: ids of
    children whom another parent keeps out of lists. `may_exclude`: the parent is logged in, and may say who sees
    nothing.
    """

    preview: Preview | None = None
    kept_out_by_others: Collection[str] = ()
    may_exclude: bool = False


def kept_out_by_others(contact: ParentContact | None, students: Sequence[Student]) -> list[str]:
    """For a parent who is linked to them: of whoever is not, it is not known yet that they are one."""
    if contact is None:
        return []
    return [s.id for s in students if contact.id in s.contact_ids and s.is_kept_out_by_others(contact.id)]
