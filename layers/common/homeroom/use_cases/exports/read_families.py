"""The students of a file of contacts with their contacts, in portions: memory does not grow with the school."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from homeroom.domain.exports.export import Export, ExportedStudents
from homeroom.domain.exports.exported import ContactWithStudents, ExportedContact, ExportedStudent, RelatedStudent
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.mail.address_block import AddressBlock, BlockReason
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.homeroom_code import class_code_key
from homeroom.domain.roster.student import Student
from homeroom.use_cases.exports.exported_homerooms import exported_homerooms
from homeroom.use_cases.families.changed_contacts import all_changed
from homeroom.use_cases.families.students_of import students_of
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings

_AT_ONCE = 500
"""Students, about: their contacts are read a hundred in a call."""


@dataclass(frozen=True)
class Portion:
    """Students of some homerooms. `homerooms_done` counts these and all before them, of `homerooms`."""

    students: Sequence[ExportedStudent]
    homerooms_done: int
    homerooms: int


class Families:
    """Of one file. A parent counts whose relation to the student holds today: the daily run may be behind with it.
    Whoever moves while they are read is there once.
    """

    def __init__(self, export: Export, services: Services) -> None:
        self._export, self._services = export, services
        self._settings = site_settings(services)
        self._today = self._settings.day_of(services.clock())
        self._homerooms = exported_homerooms(export.options, services.roster.all_homerooms(export.year))
        self._homeroom_keys = {class_code_key(code) for homeroom in self._homerooms for code in homeroom.codes}
        self._seen: set[str] = set()
        self._contacts_seen: set[str] = set()
        self._changed = _changed(export, services)
        self.without_id = 0

    def portions(self) -> Iterator[Portion]:
        found: list[tuple[Student, Homeroom]] = []
        for done, homeroom in enumerate(self._homerooms, start=1):
            students = students_of(homeroom, self._services)
            found += [(student, homeroom) for student in students if student.id not in self._seen]
            self._seen.update(student.id for student in students)
            if len(found) >= _AT_ONCE or done == len(self._homerooms):
                yield Portion(self._with_contacts(found), done, len(self._homerooms))
                found = []

    def with_students(self, students: Sequence[ExportedStudent]) -> Iterator[ContactWithStudents]:
        """The contacts of these students, each once in the whole file with all its students who are in it. Students
        without a school-issued id are left out and counted.
        """
        self.without_id += sum(1 for one in students if one.contacts and not one.student.school_id)
        contacts = {one.contact.id: one.contact for student in students for one in student.contacts}
        new = [contact for contact in contacts.values() if contact.id not in self._contacts_seen]
        self._contacts_seen.update(contact.id for contact in new if len(contact.students) > 1)
        known = {one.student.id: one.student for one in students}
        related = {i for contact in new for i in contact.student_ids_on(self._today)} - known.keys()
        known |= self._services.roster.students(related) if related else {}
        for contact in new:
            if own := self._students_of(contact, known):
                yield ContactWithStudents(contact, own)

    def _students_of(self, contact: ParentContact, known: dict[str, Student]) -> list[RelatedStudent]:
        students = [known[i] for i in contact.student_ids_on(self._today) if i in known]
        return [
            RelatedStudent(s.school_id, contact.students[s.id], s.all_contact_ids.index(contact.id) + 1)
            for s in students
            if s.school_id and contact.id in s.all_contact_ids and self._is_in_file(s)
        ]

    def _is_in_file(self, student: Student) -> bool:
        placement = student.placement_in(self._export.year)
        return placement is not None and class_code_key(placement.homeroom) in self._homeroom_keys

    def _with_contacts(self, found: Collection[tuple[Student, Homeroom]]) -> list[ExportedStudent]:
        contacts = self._services.roster.contacts({i for student, _ in found for i in student.all_contact_ids})
        blocks = self._blocks(contacts.values())
        students = (self._exported(student, homeroom, contacts, blocks) for student, homeroom in found)
        return [one for one in students if one and self._is_wanted(one)]

    def _exported(
        self,
        student: Student,
        homeroom: Homeroom,
        contacts: dict[str, ParentContact],
        blocks: dict[str, AddressBlock],
    ) -> ExportedStudent | None:
        """None for whom the index, which may lag, still has in the year."""
        placement = student.placement_in(self._export.year)
        if placement is None:
            return None
        own = (contacts[i] for i in student.all_contact_ids if i in contacts and self._has_changed(i))
        current = [self._contact(c, student, blocks) for c in own if c.is_parent_on(student.id, self._today)]
        return ExportedStudent(student, placement, placement.grade or homeroom.grade, current)

    def _has_changed(self, contact_id: str) -> bool:
        return self._changed is None or contact_id in self._changed

    def _contact(self, contact: ParentContact, student: Student, blocks: dict[str, AddressBlock]) -> ExportedContact:
        block = blocks.get(email_key(contact.details.email)) if contact.details.email else None
        confirmed = contact.confirmed_at and self._settings.day_of(contact.confirmed_at)
        return ExportedContact(contact, contact.students[student.id], _is_bounced(block), confirmed)

    def _blocks(self, contacts: Iterable[ParentContact]) -> dict[str, AddressBlock]:
        return self._services.address_blocks.get_many(
            {email_key(contact.details.email) for contact in contacts if contact.details.email}
        )

    def _is_wanted(self, student: ExportedStudent) -> bool:
        wanted = self._export.options.students
        return wanted is ExportedStudents.ALL or bool(student.contacts) is (wanted is ExportedStudents.WITH_CONTACT)


def all_students(portions: Iterable[Portion]) -> Iterator[ExportedStudent]:
    return chain.from_iterable(portion.students for portion in portions)


def _changed(export: Export, services: Services) -> frozenset[str] | None:
    """The ids of the contacts that are in the file, None for all."""
    since = export.options.since
    return frozenset(one.net.contact_id for one in all_changed(since, services)) if since else None


def _is_bounced(block: AddressBlock | None) -> bool:
    return block is not None and BlockReason.BOUNCED in (block.reason, block.under)
