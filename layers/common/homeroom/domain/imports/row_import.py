"""What becomes of one import row: its student is placed, its parents are invited.

Pure: works on things read beforehand and leaves the changes in the working set.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.imports.file_notes import FileNotes
from homeroom.domain.imports.former_student import find_former_student
from homeroom.domain.imports.homeroom_rows import set_up
from homeroom.domain.imports.import_part import RowOutcome
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.keyed_row import KeyedRow
from homeroom.domain.imports.matching import (
    RowDoubtful,
    RowFailed,
    find_homeroom,
    find_student,
    is_called_otherwise,
    no_guess,
    where_they_are,
)
from homeroom.domain.imports.no_contact import ForbiddenContacts, linked_against, tell_no_longer
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.row_codes import RowNote, RowProblem, StudentCalled
from homeroom.domain.imports.row_doubts import all_doubts, of_address, of_grade, row_doubts
from homeroom.domain.imports.seen_placements import SeenPlacements
from homeroom.domain.imports.shared_addresses import SharedAddresses
from homeroom.domain.imports.spreadsheet import CellProblem, Doubt, HomeroomEntry, Leaver, NamedParent, Placement
from homeroom.domain.invitations.invitation import Invitation, KnownParent
from homeroom.domain.invitations.invite import InvitationRequest, InvitationResult, SaidNotTheirChild, invite
from homeroom.domain.kernel.change import WorkingSet
from homeroom.domain.kernel.message import Message, message
from homeroom.domain.mail.address_block import AddressBlocked
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.student import Namesakes, SchoolId, Student, namesakes_identity, school_id_key
from homeroom.domain.site.site_settings import SiteSettings

_HAS_CONTACT = message(RowNote.HAS_CONTACT)
_NO_EMAIL = message(RowNote.NO_EMAIL)


@dataclass(frozen=True, kw_only=True)
class ImportContext:
    """What holds for every row of an import. `inviter` is the name that its emails say, `by_user` the email key of
    whoever uploaded it, `school_year` the site's current one. It may create homerooms in `new_years`, which had none
    when it began, or in any year if the site's settings say so. `accepted` are the ids of doubts that hold no row any
    more. `places` are those that the rows of the file name, at least all above the row that is placed, `no_contact`
    whom they forbid to tell of a student, `shared` the addresses that unrelated families share, and `notes` what else
    was noted of the file. `mails_gone_at`: its mails were queued then, and rows that waited are placed now.
    """

    import_id: str
    inviter: str
    now: datetime
    link_days: int
    school_year: str = ""
    by_user: str = ""
    any_homerooms: bool = False
    new_years: Collection[str] = ()
    accepted: Collection[str] = ()
    places: SeenPlacements = field(default_factory=SeenPlacements, compare=False)
    no_contact: ForbiddenContacts = field(default_factory=ForbiddenContacts, compare=False)
    shared: SharedAddresses = field(default_factory=SharedAddresses, compare=False)
    mails_gone_at: datetime | None = None
    notes: FileNotes = field(default_factory=lambda: FileNotes(import_id=""), compare=False)

    @classmethod
    def of(cls, run: ImportRun, inviter: str, settings: SiteSettings, now: datetime, notes: FileNotes) -> Self:
        return cls(
            import_id=run.id,
            inviter=inviter,
            now=now,
            link_days=settings.link_days,
            school_year=settings.school_year,
            by_user=run.by_user,
            any_homerooms=settings.new_homerooms or run.new_homerooms,
            new_years=run.new_years,
            accepted=run.look.accepted,
            no_contact=ForbiddenContacts(notes.no_contact),
            shared=SharedAddresses(notes.shared),
            mails_gone_at=run.finished_at,
            notes=notes,
        )

    def may_create(self, year: str) -> bool:
        return self.any_homerooms or year in self.new_years


@dataclass(frozen=True)
class RowResult:
    """`mails` are the invitation ids and send numbers that this row asks for; `wrong` is why it failed, or which
    addresses cannot be used of one that did not.
    """

    outcome: RowOutcome
    mails: tuple[tuple[str, int], ...] = ()
    wrong: tuple[CellProblem, ...] = ()


def place(keyed: KeyedRow, known: WorkingSet, context: ImportContext) -> RowResult:
    """Decide one row. A row that fails changes nothing; the others go on. What is wrong or doubtful with a row that was
    joined of several tables ends with where it stands in them.
    """
    result = _decided(keyed, known, context)
    if not (keyed.row.place and (result.wrong or result.outcome.outcome is Outcome.WAITING)):
        return result
    outcome = replace(result.outcome, messages=(*result.outcome.messages, *keyed.row.place))
    return replace(result, outcome=outcome)


def _decided(keyed: KeyedRow, known: WorkingSet, context: ImportContext) -> RowResult:
    row, entry = keyed.row, keyed.row.entry
    if entry is None:
        return _failed(row.number, "", row.problems)
    if row_doubts(keyed, context):
        return _waiting(row.number, entry, all_doubts(keyed, known, context))
    if isinstance(entry, Leaver):
        return RowResult(RowOutcome(row.number, entry.listed_name, Outcome.SKIPPED, (entry.why,)))
    if isinstance(entry, HomeroomEntry):
        return RowResult(set_up(row.number, entry, known, context.import_id))
    return _place_unless_wrong(keyed, entry, known, context)


def _place_unless_wrong(keyed: KeyedRow, placement: Placement, known: WorkingSet, context: ImportContext) -> RowResult:
    number = keyed.row.number
    try:
        return _place(keyed, placement, known, context)
    except RowDoubtful:
        return _waiting(number, placement, all_doubts(keyed, known, context))
    except RowFailed as failure:
        return _failed(number, placement.listed_name, (failure.problem, *keyed.row.problems))


def _waiting(number: int, entry: Placement | HomeroomEntry | Leaver, doubts: tuple[Message, ...]) -> RowResult:
    student = "" if isinstance(entry, HomeroomEntry) else entry.listed_name
    return RowResult(RowOutcome(number, student, Outcome.WAITING, doubts))


def _failed(number: int, student: str, wrong: tuple[CellProblem, ...]) -> RowResult:
    messages = tuple(
        message(RowProblem.IN_COLUMN, column=p.column, problem=p.message) if p.column else p.message for p in wrong
    )
    return RowResult(RowOutcome(number, student, Outcome.FAILED, messages), wrong=wrong)


def _in_one_homeroom(number: int, placement: Placement, context: ImportContext) -> None:
    """Two children of one name must not become one, whose letters go to both families. Raises RowFailed."""
    if not placement.class_code or not (other := context.places.elsewhere(number, placement)):
        return
    student = placement.name or message(StudentCalled.BY_ID, student_id=placement.student_id)
    may_be_two = not (placement.student_id and other.school_id)
    code = RowProblem.OTHER_HOMEROOM_OR_STUDENT if may_be_two else RowProblem.OTHER_HOMEROOM
    raise RowFailed("class_code", code, row=other.row, student=student, class_code=other.class_code)


def _families_are_meant(
    before: Student | None,
    placement: Placement,
    linked: Sequence[ParentContact],
    known: WorkingSet,
    context: ImportContext,
) -> None:
    """Raises RowDoubtful."""
    if linked and Doubt.NO_CONTACT_BUT_LINKED.value not in context.accepted:
        raise RowDoubtful(message(Doubt.NO_CONTACT_BUT_LINKED, contact=linked[0].details.name, student=placement.name))
    if address := of_address(before, placement, known, context):
        raise RowDoubtful(address)


def _place(keyed: KeyedRow, placement: Placement, known: WorkingSet, context: ImportContext) -> RowResult:
    number, student_key = keyed.row.number, keyed.student_key
    _in_one_homeroom(number, placement, context)
    before = find_student(placement, student_key, known, context.accepted)
    before = before or find_former_student(placement, known, context.accepted)
    no_guess(before, placement)
    linked = linked_against(before, placement, context.no_contact, known)
    _families_are_meant(before, placement, linked, known, context)
    if placement.class_code:
        if other_grade := of_grade(before, placement, known, context):
            raise RowDoubtful(other_grade)
        homeroom = find_homeroom(placement, known, may_create=context.may_create(placement.year))
        student = _placed(before or _new_student(placement, student_key), placement, homeroom, context.now)
    else:
        student = where_they_are(before, placement, in_tables=bool(keyed.row.place))
    if is_called_otherwise(student, placement):
        student = student.called(placement.first_name, placement.last_name)
    student, ended = tell_no_longer(student, linked, placement, context, known)
    if before and not before.in_year(placement.year):
        _list_in(placement.year, before, known)
    invited, not_invited = _invite_parents(student, number, placement, known, context)
    not_invited = [*_with_wrong_address(keyed.row.problems), *not_invited]
    student = known.get(Student, student.id) or student  # as the invitations left it
    if student != before:
        _remember(student, before, keyed, placement, known, context)
    mailed = [i.invitation for i in invited if i.mail]
    changes = (*_changes(before, student, placement.year), *ended)
    moved = (
        before is None or bool(changes) or before.placement_in(placement.year) != student.placement_in(placement.year)
    )
    outcome = _outcome(placement, mailed=bool(mailed), moved=moved, refused=bool(not_invited))
    notes = _notes(student, before, placement, tuple(i.email for i in mailed), context.import_id, outcome)
    if not_invited:
        notes = (*(notes if mailed else ()), *not_invited)
    notes = (*changes, *notes)
    mails = tuple((i.id, i.send_number) for i in mailed)
    return RowResult(RowOutcome(number, student.listed_name, outcome, notes), mails, keyed.row.problems)


def _changes(before: Student | None, after: Student, year: str) -> tuple[Message, ...]:
    """What a row of that school year says anew of a student who was there."""
    if before is None:
        return ()
    changes: list[Message] = []
    old, new = before.placement_in(year), after.placements[year]
    if old and old.homeroom != new.homeroom:
        changes.append(message(RowNote.MOVED, old=old.homeroom, new=new.homeroom))
    if before.name_key != after.name_key:
        changes.append(message(RowNote.NAME_CORRECTED, old=before.name, new=after.name))
    if before.school_id and school_id_key(before.school_id) != school_id_key(after.school_id):
        changes.append(message(RowNote.ID_CORRECTED, old=before.school_id, new=after.school_id))
    return tuple(changes)


def _list_in(year: str, student: Student, known: WorkingSet) -> None:
    """Whoever was asked about a student is listed and counted in the student's new school year, too."""
    for invitation_id in student.newest_invitation_ids:
        if invitation := known.get(Invitation, invitation_id):
            known.put(invitation.also_in([year]))


def _with_wrong_address(problems: Collection[CellProblem]) -> Iterator[Message]:
    for problem in problems:
        yield message(RowNote.WRONG_ADDRESS, column=problem.column or "", problem=problem.message)


def _outcome(placement: Placement, *, mailed: bool, moved: bool, refused: bool) -> Outcome:
    if mailed:
        return Outcome.INVITED
    if moved:
        return Outcome.PLACED_ONLY
    return Outcome.SKIPPED if placement.not_invited or refused else Outcome.UNCHANGED


def _new_student(placement: Placement, student_key: str) -> Student:
    return Student(
        id=student_key,
        first_name=placement.first_name,
        last_name=placement.last_name,
        placements={},
    )


def _placed(student: Student, placement: Placement, homeroom: Homeroom, now: datetime) -> Student:
    grade = placement.grade or homeroom.grade
    return student.placed(placement.year, homeroom.code, grade, placement.student_id, now)


def _invite_parents(
    student: Student, number: int, placement: Placement, known: WorkingSet, context: ImportContext
) -> tuple[list[InvitationResult], list[Message]]:
    """Whom this row asks, and a note for each whom it must not ask."""
    invited: list[InvitationResult] = []
    not_invited: list[Message] = []
    if student.has_parent_contact:
        return invited, not_invited
    if student.has_left(context.school_year) and placement.parents:
        return invited, [message(RowNote.YEAR_IS_OVER, year=placement.year)]
    for parent in placement.parents:
        if context.no_contact.forbid(placement, parent.key):
            not_invited.append(message(RowNote.NO_CONTACT, email=parent.email))
            continue
        request = InvitationRequest(
            email=parent.email,
            parent_name=parent.name,
            inviter=context.inviter,
            inviter_email_key=context.by_user,
            now=context.now,
            link_days=context.link_days,
            again=False,
            known=_known(parent, placement),
            import_id=context.import_id,
            row=number,
            mails_gone_at=context.mails_gone_at,
        )
        try:
            invited.append(invite(student, request, known))
        except AddressBlocked as blocked:
            not_invited.append(message(RowNote.ADDRESS_BLOCKED, email=parent.email, reason=blocked.block.message))
        except SaidNotTheirChild:
            not_invited.append(message(RowNote.NOT_THEIR_CHILD, email=parent.email))
        student = known.get(Student, student.id) or student
    return invited, not_invited


def _known(parent: NamedParent, placement: Placement) -> KnownParent:
    """The columns for relationship and language are about the first parent."""
    is_first = parent == placement.parents[0]
    return KnownParent(
        first_name=parent.first_name,
        last_name=parent.last_name,
        relationship=placement.relationship if is_first else "",
        language=placement.language if is_first else "",
        also=parent.also,
    )


def _remember(
    student: Student,
    before: Student | None,
    keyed: KeyedRow,
    placement: Placement,
    known: WorkingSet,
    context: ImportContext,
) -> None:
    """Whatever goes with a student who is new or has changed."""
    known.put(replace(student, import_id=context.import_id, row=keyed.row.number))
    _note_names(student, before, known)
    if placement.student_id and student.id != keyed.student_key:
        issued = SchoolId(school_id=placement.student_id, student_id=student.id)
        known.put(known.get(SchoolId, issued.identity) or issued)


def _note_names(student: Student, before: Student | None, known: WorkingSet) -> None:
    """Who is called what in the student's school years."""
    joined = {year for year in student.placements if before is None or not before.in_year(year)}
    if before and before.name_key != student.name_key:
        for year in before.years_by_name:
            known.put(_namesakes(before, year, known).left_by(student.id))
        joined |= {*before.years_by_name}
    for year in joined:
        known.put(_namesakes(student, year, known).joined_by(student.id))


def _namesakes(student: Student, year: str, known: WorkingSet) -> Namesakes:
    key = student.name_key
    return known.get(Namesakes, namesakes_identity(year, key)) or Namesakes(year=year, name_key=key)


def _notes(
    student: Student,
    before: Student | None,
    placement: Placement,
    mailed: tuple[str, ...],
    import_id: str,
    outcome: Outcome,
) -> tuple[Message, ...]:
    """`mailed` are the addresses that this row invites."""
    not_invited = (placement.not_invited,) if placement.not_invited else ()
    if outcome is Outcome.INVITED:
        return (message(RowNote.INVITED, emails=mailed), *not_invited)
    if before and before.import_id == import_id and outcome is Outcome.UNCHANGED:
        return (message(RowNote.REPEATS, row=before.row),)
    if student.has_parent_contact and placement.parents:
        return (_HAS_CONTACT,)
    if not_invited:
        return not_invited
    if placement.parents:
        return (message(RowNote.INVITED_ALREADY, emails=tuple(p.email for p in placement.parents)),)
    about_contacts = not placement.class_code  # a row that neither places nor invites anybody says why
    return (_NO_EMAIL,) if outcome is Outcome.PLACED_ONLY or about_contacts else ()
