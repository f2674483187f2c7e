"""Which contacts have changed since a moment, whoever has changed them, and how."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from homeroom.domain.families.net_change import NetChange, net_change
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.roster.student import Student
from homeroom.use_cases.ports.services import Services

ROWS_A_PAGE = 50
_AT_ONCE = 100


@dataclass(frozen=True)
class ChangedContact:
    """`contact` is None for one that is deleted. `students` are whom the change is about, without those who are gone:
    its own, and whose parent it is no more.
    """

    net: NetChange
    contact: ParentContact | None
    students: Sequence[Student]


@dataclass(frozen=True)
class ChangedPage:
    """`next_before` is the order before which the next page begins, empty when there is none."""

    contacts: Sequence[ChangedContact]
    next_before: str


def find_changed(since: datetime, before: str, services: Services, rows: int = ROWS_A_PAGE) -> ChangedPage:
    """Who has changed last comes first. A page may be shorter than `rows`, where something was changed back."""
    listed = services.roster.changed_contacts(since, before, rows + 1)
    page = listed[:rows]
    next_before = page[-1][0] if len(listed) > rows else ""
    return ChangedPage(_changed([contact_id for _, contact_id in page], since, services), next_before)


def all_changed(since: datetime, services: Services) -> Iterator[ChangedContact]:
    """Each once. Who changes meanwhile may be left out: that is after the moment at which this has begun."""
    before = ""
    while True:
        page = find_changed(since, before, services, _AT_ONCE)
        yield from page.contacts
        before = page.next_before
        if not before:
            return


def _changed(contact_ids: Sequence[str], since: datetime, services: Services) -> list[ChangedContact]:
    logs, contacts = services.roster.contact_logs(contact_ids), services.roster.contacts(contact_ids)
    nets = [net_change(logs[i], contacts.get(i), since) for i in contact_ids if i in logs]
    students = services.roster.students({i for net in nets if net for i in net.student_ids})
    return [ChangedContact(net, contacts.get(net.contact_id), _of(net, students)) for net in nets if net]


def _of(net: NetChange, students: Mapping[str, Student]) -> list[Student]:
    return [students[i] for i in net.student_ids if i in students]
