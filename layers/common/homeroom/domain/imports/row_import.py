"""What becomes of one import row: its student is placed, its parents are invited.

Pure: works on things read beforehand and leaves the changes in the working set.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime

from homeroom.domain.imports.import_run import RowOutcome
from homeroom.domain.imports.matching import RowFailed, find_homeroom, find_student, id_of, no_guess, where_they_are
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.seen_placements import SeenPlacements
from homeroom.domain.imports.spreadsheet import CellProblem, HomeroomEntry, NamedParent, Placement, SheetRow
from homeroom.domain.invitations.invitation import KnownParent
from homeroom.domain.invitations.invite import InvitationRequest, InvitationResult, SaidNotTheirChild, invite
from homeroom.domain.kernel.change import WorkingSet
from homeroom.domain.mail.address_block import AddressBlocked
from homeroom.domain.roster.homeroom import Homeroom, homeroom_identity
from homeroom.domain.roster.student import Namesakes, SchoolId, Student, namesakes_identity

_NOT_THEIR_CHILD = (
    "The parent said that this is not their child, so they were not asked again. "
    "Send Invitation on the student's page asks them all the same."
)


@dataclass(frozen=True, kw_only=True)
class ImportContext:
    """What holds for every row of an import. `by_user` is the e-mail key of whoever uploaded it. It may create
    homerooms in `new_years`, which had none when it began, or in any year if the site's settings say so. `places`
    are those that the rows above have named.
    """

    import_id: str
    inviter: str
    now: datetime
    link_days: int
    secret: bytes
    by_user: str = ""
    any_homerooms: bool = False
    new_years: Collection[str] = ()
    places: SeenPlacements = field(default_factory=SeenPlacements, compare=False)

    def may_create(self, year: str) -> bool:
        return self.any_homerooms or year in self.new_years


@dataclass(frozen=True)
class RowResult:
    """`mails` are the invitation ids and send numbers that this row asks for; `wrong` is why it failed."""

    outcome: RowOutcome
    mails: tuple[tuple[str, int], ...] = ()
    wrong: tuple[CellProblem, ...] = ()


def place(row: SheetRow, known: WorkingSet, context: ImportContext) -> RowResult:
    """Decide one row. A row that fails changes nothing; the others go on."""
    entry = row.entry
    if entry is None:
        return _failed(row.number, "", row.problems)
    if isinstance(entry, HomeroomEntry):
        return _set_up(row.number, entry, known, context)
    context.places.note([row])
    try:
        return _place(row.number, entry, known, context)
    except RowFailed as failure:
        return _failed(row.number, entry.name, (failure.problem,))


def _failed(number: int, student: str, wrong: tuple[CellProblem, ...]) -> RowResult:
    sentences = (f"{p.column}: {p.message}" if p.column else p.message for p in wrong)
    return RowResult(RowOutcome(number, student, Outcome.FAILED, "; ".join(sentences)), wrong=wrong)


def _set_up(number: int, entry: HomeroomEntry, known: WorkingSet, context: ImportContext) -> RowResult:
    """A homeroom that a row describes."""
    told = {"grade": entry.grade, "room": entry.room, "teacher": entry.teacher}
    before = known.get(Homeroom, homeroom_identity(entry.year, entry.class_code))
    homeroom = before or Homeroom(year=entry.year, code=entry.class_code)
    known.put(homeroom.described(context.import_id, **told))
    if before and before.says(**told):
        return RowResult(RowOutcome(number, "", Outcome.UNCHANGED))
    operation = "changed" if before else "set up"
    return RowResult(RowOutcome(number, "", Outcome.PLACED_ONLY, f"Homeroom {homeroom.code} was {operation}."))


def _in_one_homeroom(number: int, placement: Placement, context: ImportContext) -> None:
    """Two children of one name must not become one, whose letters go to both families. Raises RowFailed."""
    if not placement.class_code or not (other := context.places.elsewhere(number, placement)):
        return
    who = placement.name or f"student {placement.student_id}"
    sentence = f"Row {other.row} puts {who} into {other.class_code}. Correct one of the two rows"
    if not (placement.student_id and other.school_id):
        sentence += "; if these are two students, give both a student_id"
    raise RowFailed("class_code", f"{sentence}.")


def _place(number: int, placement: Placement, known: WorkingSet, context: ImportContext) -> RowResult:
    before = find_student(placement, known, context.secret)
    _in_one_homeroom(number, placement, context)
    no_guess(before, placement)
    if placement.class_code:
        homeroom = find_homeroom(placement, known, may_create=context.may_create(placement.year))
        student = _placed(before or _new_student(placement, context.secret), placement, homeroom)
    else:
        student = where_they_are(before, placement)
    known.put(student)
    asked, not_asked = _invite_parents(student, number, placement, known, context)
    student = known.get(Student, student.id) or student  # as the invitations left it
    if student != before:
        _remember(student, before, number, placement, known, context)
    mailed = [a.invitation for a in asked if a.mail]
    moved = before is None or _place_of(before) != _place_of(student)
    outcome = _outcome(placement, mailed=bool(mailed), moved=moved, not_asked=bool(not_asked))
    message = _message(student, before, placement, [i.email for i in mailed], context.import_id, outcome)
    if not_asked:
        message = " ".join(([message] if mailed else []) + not_asked)
    return RowResult(RowOutcome(number, student.name, outcome, message), tuple((i.id, i.send_number) for i in mailed))


def _outcome(placement: Placement, *, mailed: bool, moved: bool, not_asked: bool) -> Outcome:
    if mailed:
        return Outcome.INVITED
    if moved:
        return Outcome.PLACED_ONLY
    return Outcome.SKIPPED if placement.not_invited or not_asked else Outcome.UNCHANGED


def _new_student(placement: Placement, secret: bytes) -> Student:
    return Student(
        id=id_of(placement, secret),
        year=placement.year,
        homeroom="",
        grade="",
        first_name=placement.first_name,
        last_name=placement.last_name,
    )


def _placed(student: Student, placement: Placement, homeroom: Homeroom) -> Student:
    grade = placement.grade or homeroom.grade
    return student.placed(placement.year, homeroom.code, grade, placement.student_id)


def _place_of(student: Student) -> tuple[str, str, str]:
    return student.year, student.homeroom, student.grade


def _invite_parents(
    student: Student, number: int, placement: Placement, known: WorkingSet, context: ImportContext
) -> tuple[list[InvitationResult], list[str]]:
    """Whom this row asks, and a sentence for each whom it must not ask."""
    asked: list[InvitationResult] = []
    not_asked: list[str] = []
    if student.has_parent_contact:
        return asked, not_asked
    for parent in placement.parents:
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
        )
        try:
            asked.append(invite(student, request, known))
        except AddressBlocked as blocked:
            not_asked.append(f"{parent.email}: {blocked.block.sentence}")
        except SaidNotTheirChild:
            not_asked.append(f"{parent.email}: {_NOT_THEIR_CHILD}")
        student = known.get(Student, student.id) or student
    return asked, not_asked


def _known(parent: NamedParent, placement: Placement) -> KnownParent:
    """The columns for relationship and language are about the first parent."""
    is_first = parent == placement.parents[0]
    return KnownParent(
        first_name=parent.first_name,
        last_name=parent.last_name,
        relationship=placement.relationship if is_first else "",
        language=placement.language if is_first else "",
    )


def _remember(
    student: Student,
    before: Student | None,
    number: int,
    placement: Placement,
    known: WorkingSet,
    context: ImportContext,
) -> None:
    """Whatever goes with a student who is new or has changed."""
    known.put(replace(student, import_id=context.import_id, row=number))
    if before and before.year != student.year:
        _namesakes(before.year, before.name_key, known, leave=student.id)
    if before is None or before.year != student.year:
        _namesakes(student.year, student.name_key, known, join=student.id)
    if placement.student_id and student.id != id_of(placement, context.secret):
        issued = SchoolId(school_id=placement.student_id, student_id=student.id)
        known.put(known.get(SchoolId, issued.identity) or issued)


def _namesakes(year: str, key: str, known: WorkingSet, *, join: str = "", leave: str = "") -> None:
    standing = known.get(Namesakes, namesakes_identity(year, key)) or Namesakes(year=year, name_key=key)
    changed = standing.joined_by(join) if join else standing.left_by(leave)
    if changed is not standing:
        known.put(changed)


def _message(
    student: Student,
    before: Student | None,
    placement: Placement,
    mailed: list[str],
    import_id: str,
    outcome: Outcome,
) -> str:
    if outcome is Outcome.INVITED:
        return f"Invited {' and '.join(mailed)}. {placement.not_invited}".rstrip()
    if before and before.import_id == import_id and outcome is Outcome.UNCHANGED:
        return f"Says the same as row {before.row}."
    if student.has_parent_contact and placement.parents:
        return "Has a parent contact already, so nobody was invited."
    if placement.not_invited:
        return placement.not_invited
    if placement.parents:
        return f"{' and '.join(p.email for p in placement.parents)}: invited already."
    about_contacts = not placement.class_code  # a row that neither places nor invites anybody says why
    return "No parent's e-mail address in this row." if outcome is Outcome.PLACED_ONLY or about_contacts else ""
