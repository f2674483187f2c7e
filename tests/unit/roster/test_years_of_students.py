"""A student has a place in each school year: what a file of another year changes, and what it leaves alone."""

from datetime import timedelta

import pytest

from homeroom.domain.families.parent_contact import FilledForm, Relation
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.invitations.bulk_resend import EVERYBODY
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.status import Status
from homeroom.domain.kernel.change import Change
from homeroom.domain.mail.mail import Mail, MailState
from homeroom.domain.roster.student import Student, YearPlacement
from homeroom.domain.roster.student_identity import Namesakes
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.answers.begin_answer import begin_answer
from homeroom.use_cases.answers.open_link import Visitor
from homeroom.use_cases.answers.save_contact import save_contact
from homeroom.use_cases.imports.answer_doubts import decide_rows, go_on_with_file
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.invitations.bulk_resend import continue_bulk_resend, preview_bulk_resend, start_bulk_resend
from homeroom.use_cases.invitations.find_invitations import count_invitations, find_invitations
from homeroom.use_cases.invitations.manage_invitation import NobodyAskedAbout, send_again
from homeroom.use_cases.invitations.remind import remind
from homeroom.use_cases.invitations.wanted import Wanted
from homeroom.use_cases.roster.find_students import homeroom_list, search_students
from tests.factories import YEAR, an_admin, by_admin, details, homeroom_of
from tests.fakes import World
from tests.steps.english import english
from tests.steps.invited import mails_to, newest_token, send_all
from tests.steps.plug import Plug, PulledThePlug, crash_points, wired

NEXT = "2027-2028"
HEADER = "year,class_code,student_id,student_last_name,student_first_name,parent_email\n"
NOE, ANA, NEW = "ana@example.org", "li@example.org", "new@example.org"
THIS_YEAR = f"{YEAR},3-A,1,García,Noé,{NOE}\n{YEAR},3-A,2,Li,Ana,{ANA}\n"
NEXT_YEAR = f"{NEXT},4-A,1,García,Noé,\n{NEXT},K-A,3,Ito,Ken,{NEW}\n"
"""Noé goes on, Ana leaves, and Ken is new."""


def imported(world: World, rows: str, name: str = "a.csv") -> ImportRun:
    upload = world.files.put_upload(name, (HEADER + rows).encode(), "")
    run = import_csv(upload, world.services)
    assert run is not None
    send_all(world)
    return run


def a_school(*files: str) -> World:
    world = World()
    for n, rows in enumerate(files or (THIS_YEAR, NEXT_YEAR)):
        imported(world, rows, f"{n}.csv")
    return world


def with_current_year(world: World, year: str) -> World:
    before = world.store.one(SiteSettings, "settings")
    world.store.save(Change(before, SiteSettings(school_year=year, version=before.version if before else 0)))
    return world


def the_student(world: World, first_name: str) -> Student:
    return next(student for student in world.store.all(Student) if student.first_name == first_name)


def answered(world: World, email: str, student: Student) -> None:
    form = begin_answer(newest_token(world, email), Visitor("192.0.2.1", ""), world.services).token
    save_contact(form, FilledForm(details(email=email), {student.id: Relation()}), world.services)
    send_all(world)


def listed(world: World, year: str) -> set[str]:
    lines = find_invitations(Wanted(year=year), "", world.services).lines
    return {line.invitation.email for line in lines}


def test_a_file_of_the_next_year_places_a_known_student_there_and_changes_nothing_in_this_one() -> None:
    world = a_school(THIS_YEAR)
    before = homeroom_list("3-A", YEAR, an_admin(), world.services).students
    imported(world, NEXT_YEAR, "next.csv")
    noe = the_student(world, "Noé")
    assert noe.placements == {YEAR: YearPlacement(homeroom="3-A"), NEXT: YearPlacement(homeroom="4-A")}
    after = homeroom_list("3-A", YEAR, an_admin(), world.services).students
    assert [s.id for s in after] == [s.id for s in before]
    assert search_students("ken", YEAR, an_admin(), world.services).students == []
    assert [s.name for s in search_students("noé", NEXT, an_admin(), world.services).students] == ["Noé García"]


def test_contacts_stay_and_nobody_who_has_answered_is_asked_again() -> None:
    world = a_school(THIS_YEAR)
    answered(world, NOE, the_student(world, "Noé"))
    run = imported(world, f"{NEXT},4-A,1,García,Noé,{NOE}\n", "next.csv")
    assert run.counts == {"placed only": 1}
    noe = the_student(world, "Noé")
    assert (len(noe.contact_ids), len(mails_to(world, NOE))) == (1, 2)  # the invitation, and what was saved


def test_the_file_of_this_year_again_leaves_the_next_one_alone() -> None:
    world = a_school(THIS_YEAR, NEXT_YEAR, THIS_YEAR.replace("3-A,1", "3-B,1") + f"{YEAR},3-B,4,X,Y,\n")
    world = with_current_year(world, YEAR)
    assert homeroom_of(the_student(world, "Noé"), NEXT) == "4-A"


def test_counts_and_lists_are_about_the_current_year_and_who_left_is_in_none() -> None:
    world = a_school()
    answered(world, NOE, the_student(world, "Noé"))
    counts = {year: count_invitations(year, world.services) for year in (YEAR, NEXT)}
    assert (counts[YEAR][Status.ANSWERED], counts[YEAR][Status.WAITING]) == (1, 1)
    assert (counts[NEXT][Status.ANSWERED], counts[NEXT][Status.WAITING]) == (1, 1)
    assert (listed(world, YEAR), listed(world, NEXT)) == ({NOE, ANA}, {NOE, NEW})


@pytest.mark.parametrize(("year", "whom"), [(YEAR, {NOE, ANA}), (NEXT, {NOE, NEW})])
def test_reminders_are_about_the_current_year(year: str, whom: set[str]) -> None:
    world = with_current_year(a_school(), year)
    sent = len(world.mailer.sent)
    world.clock.wait(timedelta(days=3))
    assert remind(world.services) == 2
    send_all(world)
    assert {mail.to for mail in world.mailer.sent[sent:]} == whom


@pytest.mark.parametrize(("year", "whom"), [(YEAR, {NOE, ANA}), (NEXT, {NOE, NEW})])
def test_sending_again_to_all_is_about_the_current_year(year: str, whom: set[str]) -> None:
    world = with_current_year(a_school(), year)
    sent = len(world.mailer.sent)
    world.clock.wait(timedelta(days=2))
    assert preview_bulk_resend(EVERYBODY, world.services).number >= 2
    start_bulk_resend(EVERYBODY, by_admin(), world.services)
    continue_bulk_resend(world.services)
    send_all(world)
    assert {mail.to for mail in world.mailer.sent[sent:]} == whom


def test_an_email_about_siblings_names_those_who_have_not_left() -> None:
    world = a_school(THIS_YEAR.replace(ANA, NOE), NEXT_YEAR)
    world.clock.wait(timedelta(days=3))
    with_current_year(world, NEXT)
    assert remind(world.services) == 2
    send_all(world)
    assert "Noé" in mails_to(world, NOE)[-1]
    assert "Ana" not in mails_to(world, NOE)[-1]


def test_an_email_that_waits_when_the_student_leaves_is_not_sent_and_says_why() -> None:
    world = a_school(THIS_YEAR)
    world.clock.wait(timedelta(days=1))
    invitation = next(i for i in world.store.all(Invitation) if i.email == ANA)
    send_again(invitation.id, by_admin(), world.services)
    with_current_year(world, NEXT)
    send_all(world)
    mail = max((m for m in world.store.all(Mail) if m.invitation_id == invitation.id), key=lambda m: m.send_number)
    assert mail.state is MailState.NOT_NEEDED
    assert mail.reason is not None
    assert english(mail.reason) == "the student has left the school"
    world.clock.wait(timedelta(days=1))
    with pytest.raises(NobodyAskedAbout):
        send_again(invitation.id, by_admin(), world.services)


def test_a_file_of_a_year_that_is_over_places_students_and_invites_nobody() -> None:
    world = with_current_year(World(), NEXT)
    upload = world.files.put_upload("a.csv", (HEADER + THIS_YEAR).encode(), "")
    run = import_csv(upload, world.services)
    assert run is not None
    assert run.state is ImportState.WAITING  # for somebody to say that this year is meant
    go_on_with_file(run.id, (), {}, by_admin(), world.services)
    run = import_csv(upload, world.services)
    assert run is not None
    assert run.counts == {"placed only": 2}
    [part] = world.services.imports.parts(run.id)
    assert english(*part.rows[0].messages) == "The school year 2026-2027 is over, so nobody is invited."
    assert world.store.all(Invitation) == []
    assert [s.name for s in homeroom_list("3-A", YEAR, an_admin(), world.services).students] == ["Noé García", "Ana Li"]


def test_without_an_id_the_match_by_name_is_shown_and_waits_while_new_students_are_placed() -> None:
    world = a_school(f"{YEAR},3-A,,García,Noé,{NOE}\n")
    run = imported(world, f"{NEXT},4-A,,García,Noé,{NOE}\n{NEXT},4-A,,Ito,Ken,{NEW}\n", "next.csv")
    assert run.counts == {"waiting": 1, "invited": 1}
    [part] = world.services.imports.parts(run.id)
    assert english(*part.rows[0].messages).startswith("In 2026-2027, a student called Noé García was in 3-A.")
    decide_rows(run.id, True, (), by_admin(), world.services)
    import_csv(run.upload, world.services)
    assert set(the_student(world, "Noé").placements) == {YEAR, NEXT}


def what_became_of_both_years(world: World) -> object:
    """Without the ids that chance makes."""
    return (
        sorted((s.first_name, sorted(s.placements.items(), key=str)) for s in world.store.all(Student)),
        sorted((i.email, i.years, i.send_number) for i in world.store.all(Invitation)),
        [count_invitations(year, world.services) for year in (YEAR, NEXT)],
        sorted((n.identity, len(n.student_ids)) for n in world.store.all(Namesakes)),
    )


def test_a_file_of_the_next_year_that_dies_anywhere_ends_like_one_that_does_not() -> None:
    undisturbed, plug = a_school(THIS_YEAR), Plug()
    upload = undisturbed.files.put_upload("next.csv", (HEADER + NEXT_YEAR).encode(), "")
    import_csv(upload, wired(undisturbed.services, plug))
    wanted = what_became_of_both_years(undisturbed)
    for at, before in crash_points(plug.calls):
        world = a_school(THIS_YEAR)
        upload = world.files.put_upload("next.csv", (HEADER + NEXT_YEAR).encode(), "")
        with pytest.raises(PulledThePlug):
            import_csv(upload, wired(world.services, Plug(at, before)))
        import_csv(upload, world.services)
        assert what_became_of_both_years(world) == wanted, (at, before)
