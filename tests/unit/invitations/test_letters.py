"""Letters: invitations on paper, from the button that makes them to the form behind their link."""

from dataclasses import replace
from datetime import timedelta

from homeroom.domain.families.parent_contact import FilledForm, ParentContact, Relation
from homeroom.domain.invitations.invitation import Arrival, Invitation
from homeroom.domain.invitations.letter import LetterRefusal
from homeroom.domain.invitations.status import Status, status_of
from homeroom.domain.kernel.change import Change
from homeroom.domain.mail.mail import Link, Mail
from homeroom.domain.roster.student import Student
from homeroom.use_cases.answers.begin_answer import begin_answer, begin_by_code
from homeroom.use_cases.answers.open_link import Visitor
from homeroom.use_cases.answers.save_contact import save_contact
from homeroom.use_cases.invitations.invite_parent import Invitee, invite_parent
from homeroom.use_cases.invitations.make_letters import make_letters
from homeroom.use_cases.invitations.printed_letters import PrintedLetter, open_letters, printed_letter
from homeroom.use_cases.roster.letters_wanted import LettersWanted, letters_wanted, students_wanting_letters
from tests.factories import YEAR, a_homeroom, a_student, an_admin, by, details
from tests.fakes import World
from tests.steps.plug import Plug, wired

ADMIN = an_admin()
VISITOR = Visitor("203.0.113.7", "")
STUDENT = a_student()


def a_school(*students: Student) -> World:
    world = World()
    world.store.save(Change.new(a_homeroom()))
    for student in students or (STUDENT,):
        world.store.save(Change.new(student))
    return world


def a_letter(world: World, student: Student = STUDENT) -> PrintedLetter:
    [made] = make_letters([student.id], by(ADMIN), world.services).made
    return printed_letter(made, world.services)


def token_of(letter: PrintedLetter) -> str:
    return letter.path.rpartition("/")[2]


def a_form(email: str = "") -> FilledForm:
    return FilledForm(details(email=email), {STUDENT.id: Relation(relationship="mother")})


def test_a_letter_has_a_link_and_a_code_that_are_the_same_each_time_and_that_nothing_stores() -> None:
    world = a_school()

    letter = a_letter(world)

    assert (letter.student.id, letter.homeroom) == (STUDENT.id, "3-A")
    assert printed_letter(letter.invitation.id, world.services) == letter
    assert open_letters("3-a", world.services) == [letter]
    assert letter.ends == world.clock() + timedelta(days=30)
    stored = repr(world.store.all(Link)) + repr(world.store.all(Invitation))
    assert token_of(letter) not in stored
    assert letter.code.replace("-", "") not in stored


def test_its_link_and_its_code_open_the_form_of_one_student() -> None:
    world = a_school()
    letter = a_letter(world)

    assert begin_answer(token_of(letter), VISITOR, world.services).token
    assert begin_by_code(letter.code.lower(), VISITOR, world.services).token


def test_a_letter_sends_no_email_and_locks_no_address() -> None:
    world = a_school()

    letter = a_letter(world)

    assert (world.queue.mails, world.store.all(Mail)) == ([], [])
    assert status_of(letter.invitation) is Status.PRINTED
    assert world.services.invitation_lists.counts(YEAR) == {Status.PRINTED: 1}
    assert world.services.invitations.locks([""]) == {}


def test_who_has_a_letter_keeps_it_and_for_some_none_is_made() -> None:
    protected, left = a_student("Ada", protected=True), a_student("Eva", left_from=YEAR)
    known = a_student("Leo", contact_ids=("c1",))
    world = a_school(STUDENT, protected, left, known)
    letter = a_letter(world)

    done = make_letters([STUDENT.id, protected.id, left.id, known.id, "gone"], by(ADMIN), world.services)

    assert (done.made, done.kept) == ((), (letter.invitation.id,))
    assert done.refused == {
        protected.id: LetterRefusal.PROTECTED,
        left.id: LetterRefusal.LEFT,
        known.id: LetterRefusal.HAS_CONTACT,
        "gone": LetterRefusal.UNKNOWN,
    }


def test_the_letters_of_a_whole_grade_are_made_in_as_many_transactions_as_they_take() -> None:
    students = [a_student(f"Student{number}") for number in range(40)]
    world, plug = a_school(*students), Plug()

    done = make_letters([student.id for student in students], by(ADMIN), wired(world.services, plug))

    assert len(set(done.made)) == 40
    assert plug.calls < 40 * 4, "three digests of each, and for each transaction a few calls"
    assert len(open_letters("3-A", world.services)) == 40


def test_a_new_letter_is_made_once_the_time_of_the_former_one_is_over() -> None:
    world = a_school()
    former = a_letter(world)
    world.clock.wait(timedelta(days=31))

    letter = a_letter(world)

    student = world.services.roster.students([STUDENT.id])[STUDENT.id]
    assert student.open_invitation_ids == (letter.invitation.id,)
    assert student.past_invitation_ids == (former.invitation.id,)


def test_an_address_typed_behind_a_letter_waits_and_the_contact_is_nobodys_log_in() -> None:
    world = a_school()
    letter = a_letter(world)
    form = begin_answer(token_of(letter), VISITOR, world.services).token

    save_contact(form, a_form("maria@example.org"), world.services)

    [contact] = world.store.all(ParentContact)
    assert (contact.user_key, contact.details.email, contact.new_email) == ("", "", "maria@example.org")
    assert world.queue.new_addresses == [(contact.id, 1, timedelta())]
    assert world.services.access.user("maria@example.org") is None
    assert status_of(world.services.invitations.get_many([letter.invitation.id])[letter.invitation.id]) is (
        Status.ANSWERED
    )


def test_a_family_without_an_address_answers_and_corrects_its_answer() -> None:
    world = a_school()
    letter = a_letter(world)
    form = begin_answer(token_of(letter), VISITOR, world.services).token

    save_contact(form, a_form(), world.services)
    save_contact(form, replace(a_form(), details=details(first_name="Mar", email="")), world.services)

    [contact] = world.store.all(ParentContact)
    assert (contact.details.first_name, contact.user_key, contact.new_email) == ("Mar", "", "")
    assert (world.queue.new_addresses, world.queue.mails) == ([], [])


def test_whom_a_letter_would_reach_is_counted_by_homeroom() -> None:
    silent, waited_for = a_student("Ada"), a_student("Eva")
    known = a_student("Leo", contact_ids=("c1",))
    with_letter = a_student("Noa")
    world = a_school(STUDENT, silent, waited_for, known, with_letter)
    a_letter(world, with_letter)
    for student, email in ((silent, "a@example.org"), (waited_for, "b@example.org")):
        invite_parent(student.id, Invitee(email, ""), by(ADMIN), world.services)
    came_back(world, silent)

    wanted = letters_wanted(world.services)

    room = world.services.roster.homerooms(YEAR)[0]
    assert wanted == [LettersWanted(room, no_address=1, silent=1, open=1)]
    assert set(students_wanting_letters(["3-A"], world.services)) == {STUDENT.id, silent.id}


def came_back(world: World, student: Student) -> None:
    ids = world.services.roster.students([student.id])[student.id].open_invitation_ids
    for invitation in world.services.invitations.get_many(ids).values():
        world.store.save(Change(invitation, replace(invitation, arrival=Arrival.BOUNCED)))
