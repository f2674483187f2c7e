"""Rows whose parent cannot be invited because of the address: checked, imported, corrected."""

from homeroom.domain.imports.import_part import ImportPart, RowOutcome
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.imports.row_codes import RowNote
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.email_address import EmailProblem
from homeroom.domain.kernel.message import message
from homeroom.domain.roster.student import Student
from homeroom.use_cases.imports.check_file import check_file
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.imports.show_import import show_import, to_correct
from tests.fakes import World
from tests.steps.english import english

HEADER = "year,class_code,student_last_name,student_first_name,parent_email,parent2_email\n"
WRONG = "2026-2027,3-A,García,Noé,ana@example,\n2026-2027,3-A,Li,Mei,li,mei@example.org\n"
CORRECTED = WRONG.replace("ana@example,", "ana@example.org,").replace("li,mei", "li@example.org,mei")
NO_ENDING = "parent_email: This is not an email address: after the @ it needs an ending such as .com or .org."
NO_AT = "parent_email: This is not an email address: it has no @. Type it like name@example.org."
NOT_INVITED = "This parent is not invited."


def imported(world: World, text: str) -> ImportRun:
    run = import_csv(world.files.put_upload("a.csv", (HEADER + text).encode(), ""), world.services)
    assert run
    assert sum(run.counts.values()) == text.count("\n")
    return run


def said(world: World, run: ImportRun) -> list[tuple[Outcome, str]]:
    return [(row.outcome, english(*row.messages)) for row in show_import(run.id, None, 0, world.services).rows]


def test_the_children_are_placed_and_only_good_addresses_are_invited() -> None:
    world = World()
    run = imported(world, WRONG)
    assert said(world, run) == [
        (Outcome.PLACED_ONLY, f"{NO_ENDING} {NOT_INVITED}"),
        (Outcome.INVITED, f"Invited mei@example.org. {NO_AT} {NOT_INVITED}"),
    ]
    assert {student.first_name for student in world.store.all(Student)} == {"Noé", "Mei"}
    assert [invitation.email for invitation in world.store.all(Invitation)] == ["mei@example.org"]
    assert (run.with_wrong_address, run.to_correct) == (2, 2)


def test_the_results_say_what_to_type() -> None:
    world = World()
    run = imported(world, WRONG)
    results = world.files.read_results(run.upload).decode("utf-8-sig")
    assert f"2,placed only,{NO_ENDING} {NOT_INVITED}" in results


def test_the_same_wrong_file_again_changes_nothing_and_says_it_again() -> None:
    world = World()
    imported(world, WRONG)
    things = [*world.store.all(Student), *world.store.all(Invitation)]
    mails = len(set(world.queue.mails))
    again = imported(world, WRONG)
    assert [(outcome, text.startswith("parent_email: ")) for outcome, text in said(world, again)] == [
        (Outcome.SKIPPED, True),
        (Outcome.SKIPPED, True),
    ]
    assert [*world.store.all(Student), *world.store.all(Invitation)] == things
    assert (len(set(world.queue.mails)), again.with_wrong_address) == (mails, 2)


def test_the_corrected_file_invites_those_parents_and_nobody_twice() -> None:
    world = World()
    imported(world, WRONG)
    corrected = imported(world, CORRECTED)
    assert (corrected.counts, corrected.to_correct) == ({"invited": 2}, 0)
    invited = sorted(invitation.email for invitation in world.store.all(Invitation))
    assert invited == ["ana@example.org", "li@example.org", "mei@example.org"]
    assert len(set(world.queue.mails)) == 3


def test_a_child_in_an_unknown_homeroom_fails_and_both_cells_are_told() -> None:
    world = World()
    imported(world, "2026-2027,3-A,Weber,Ben,,\n")
    run = imported(world, "2026-2027,9-Z,García,Noé,ana,\n")
    [(outcome, text)] = said(world, run)
    assert outcome is Outcome.FAILED
    assert text.startswith("class_code: ")
    assert NO_AT in text
    assert (run.with_wrong_address, run.to_correct) == (0, 1)


def test_a_check_shows_the_wrong_cell_and_counts_as_the_import_does() -> None:
    world = World()
    upload = world.files.put_check("a.csv", (HEADER + WRONG).encode(), "")
    check = check_file(upload, world.services)
    assert check
    assert (check.counts, check.mails, check.to_correct) == ({"placed only": 1, "invited": 1}, 1, 2)
    columns, rows = to_correct(check, world.services)
    assert [(c.column, c.rows, c.holds_addresses) for c in columns] == [("parent_email", [2, 3], True)]
    wrong = {cell.column: cell.problem for cell in rows[0].cells if cell.problem}
    assert [english(problem) for problem in wrong.values()] == [NO_ENDING.removeprefix("parent_email: ")]
    assert imported(world, WRONG).counts == check.counts


def test_a_row_whose_mail_was_canceled_still_says_which_address_is_wrong() -> None:
    wrong = message(RowNote.WRONG_ADDRESS, column="parent_email", problem=message(EmailProblem.NO_AT))
    row = RowOutcome(2, "Mei Li", Outcome.INVITED, (message(RowNote.INVITED, emails=("m@x.org",)), wrong), (), (0,))
    part = ImportPart(import_id="i", first_row=2, rows=[row], mails=[("invitation", 1)])
    note = message(RowNote.STOPPED_BEFORE_EMAIL)
    [stopped] = part.without_mails({("invitation", 1)}, note).rows
    assert (stopped.outcome, stopped.messages) == (Outcome.SKIPPED, (note, wrong))
