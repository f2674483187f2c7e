"""The entry that says who did something, to be stored in the same `save` as what was done."""

from collections.abc import Collection
from dataclasses import replace

from homeroom.domain.accounts.by import By
from homeroom.domain.audit.audit_entry import NOTHING_ELSE, About, AuditAction, Origin, new_entry
from homeroom.domain.kernel.change import Change
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.ports.store import MOST_ITEMS
from homeroom.use_cases.site.site_settings import site_settings

_WITHOUT_STUDENTS = 3
"""Items that an entry takes, and each student's one more."""


def recorded(
    action: AuditAction,
    by: By | Origin,
    services: Services,
    about: About = NOTHING_ELSE,
    beside: Collection[Change] = (),
) -> Change:
    """`beside` is what it is stored with. Where that leaves no room for all students, the entry names fewer: nothing is
    too large for being recorded.
    """
    room = MOST_ITEMS - services.store.weight(beside) - _WITHOUT_STUDENTS
    about = replace(about, student_ids=about.student_ids[: max(0, room)])
    origin = by if isinstance(by, Origin) else Origin(by.user.id, by.source)
    years = site_settings(services).record_years
    return Change.new(new_entry(action, origin, about, services.clock(), years))
