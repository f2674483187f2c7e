"""Two students who are one: what the one who stays is afterwards. Nothing that either of them had is lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from homeroom.domain.roster.student import Student, YearPlacement
from homeroom.domain.roster.student_identity import school_id_key


@dataclass(frozen=True, kw_only=True)
class MergedStudent:
    """Where a student was who is one with another now: it leads to the one who stayed, from links, forms and files that
    still name this one. `version` is the store's, 0 until stored.
    """

    id: str
    into: str
    version: int = 0

    @property
    def identity(self) -> str:
        return self.id


@dataclass(frozen=True, kw_only=True)
class MergeChoices:
    """What is taken from the student who goes: the `name`, the school-issued id, the placements of these `years`. What
    only one of the two has is that one's, whatever is chosen.
    """

    name: bool = False
    school_id: bool = False
    years: frozenset[str] = field(default_factory=frozenset)


def merged(staying: Student, going: Student, choices: MergeChoices) -> Student:
    """The one who stays. Whoever said that one of them is not their child, or must not be told, said so of this one. A
    contact whose relation to one of the two does not hold now has none that holds.
    """
    named = staying.called(going.first_name, going.last_name) if choices.name else staying
    school_id = (going.school_id or staying.school_id) if choices.school_id else staying.school_id or going.school_id
    inactive = _all(staying.inactive_contact_ids, going.inactive_contact_ids)
    open_ids = _all(staying.open_invitation_ids, going.open_invitation_ids)
    past_ids = _all(staying.past_invitation_ids, going.past_invitation_ids)
    return replace(
        named,
        placements=_placements(staying, going, choices),
        school_id=school_id,
        protected=staying.protected or going.protected,
        protected_reason="; ".join(_all(_reasons(staying), _reasons(going))),
        left_from=max(staying.left_from, going.left_from) if staying.left_from and going.left_from else "",
        unlisted_by=_all(staying.unlisted_by, going.unlisted_by),
        contact_ids=_without(_all(staying.contact_ids, going.contact_ids), inactive),
        inactive_contact_ids=inactive,
        open_invitation_ids=open_ids,
        past_invitation_ids=_without(past_ids, open_ids),
        declined={**going.declined, **staying.declined},
        no_contact=_all(staying.no_contact, going.no_contact),
        merged_ids=_all(staying.merged_ids, (going.id, *going.merged_ids)),
        former_names=_without(_all(staying.name_keys, going.name_keys), (named.name_key,)),
        former_school_ids=_without(_all(staying.school_id_keys, going.school_id_keys), (school_id_key(school_id),)),
    )


def _placements(staying: Student, going: Student, choices: MergeChoices) -> Mapping[str, YearPlacement]:
    chosen = {year: going.placements[year] for year in choices.years if year in going.placements}
    return {**going.placements, **staying.placements, **chosen}


def _reasons(student: Student) -> tuple[str, ...]:
    return (student.protected_reason,) if student.protected_reason else ()


def _all(own: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*own, *others)))


def _without(ids: tuple[str, ...], gone: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(i for i in ids if i not in gone)
