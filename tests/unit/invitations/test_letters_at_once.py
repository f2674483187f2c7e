"""Two at once: at every call of one operation to the outside, the other one happens from its beginning to its end."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial

from homeroom.domain.families.parent_contact import FilledForm, ParentContact, Relation
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.link_errors import LetterAnswered, LinkWithdrawn
from homeroom.domain.invitations.status import Status, status_of
from homeroom.domain.kernel.change import Change
from homeroom.domain.mail.mail import Link
from homeroom.domain.roster.student import Student
from homeroom.use_cases.answers.begin_answer import begin_by_code
from homeroom.use_cases.answers.open_link import Visitor
from homeroom.use_cases.answers.save_contact import save_contact
from homeroom.use_cases.invitations.make_letters import make_letters
from homeroom.use_cases.invitations.manage_invitation import InvitationOver, withdraw
from homeroom.use_cases.invitations.printed_letters import PrintedLetter, printed_letter
from homeroom.use_cases.ports.services import Services
from tests.factories import a_homeroom, a_student, an_admin, by, details
from tests.fakes import World
from tests.steps.meanwhile import Meanwhile
from tests.steps.plug import wired

ADMIN = an_admin()
NOE, ANA = a_student(), a_student("Ana")
Operation = Callable[[Services], object]


def at_every_call(make: Callable[[], tuple[World, Operation, Operation]]) -> Iterator[World]:
    """Afterwards. Whoever comes second may be told that there is nothing left to do."""
    at, calls = 1, 3
    while at <= calls:
        world, one, other = make()
        meanwhile = Meanwhile(at, partial(allowed, other, world.services))
        allowed(one, wired(world.services, meanwhile))
        yield world
        at, calls = at + 1, meanwhile.calls if at == 1 else calls


def allowed(operation: Operation, services: Services) -> None:
    with suppress(LetterAnswered, LinkWithdrawn, InvitationOver):
        operation(services)


def a_school() -> World:
    world = World()
    world.store.save(*map(Change.new, (NOE, ANA)), Change.new(a_homeroom()))
    return world


def a_letter(world: World) -> PrintedLetter:
    [made] = make_letters([NOE.id], by(ADMIN), world.services).made
    return printed_letter(made, world.services)


def saving(world: World, letter: PrintedLetter, name: str) -> Operation:
    """Behind a form of one's own."""
    form = begin_by_code(letter.code, Visitor("203.0.113.7", ""), world.services).token
    filled = FilledForm(details(name, email=""), {NOE.id: Relation()})
    return lambda services: save_contact(form, filled, services)


def test_two_who_make_letters_at_once_make_one_for_each_student() -> None:
    def make() -> tuple[World, Operation, Operation]:
        world = a_school()
        one = lambda services: make_letters([NOE.id, ANA.id], by(ADMIN), services)  # noqa: E731
        return world, one, one

    for world in at_every_call(make):
        letters = world.store.all(Invitation)
        assert sorted(letter.student_ids[0] for letter in letters) == sorted((NOE.id, ANA.id))
        assert len(world.store.all(Link)) == 4
        assert all(len(student.open_invitation_ids) == 1 for student in world.store.all(Student))


def test_of_two_who_save_the_form_of_one_letter_at_once_one_answers() -> None:
    def make() -> tuple[World, Operation, Operation]:
        world = a_school()
        letter = a_letter(world)
        return world, saving(world, letter, "María"), saving(world, letter, "Pat")

    for world in at_every_call(make):
        [contact], [letter] = world.store.all(ParentContact), world.store.all(Invitation)
        assert (status_of(letter), letter.contact_id) == (Status.ANSWERED, contact.id)


def test_a_letter_that_is_withdrawn_while_it_is_answered_is_one_or_the_other() -> None:
    def make() -> tuple[World, Operation, Operation]:
        world = a_school()
        letter = a_letter(world)
        return (
            world,
            saving(world, letter, "María"),
            lambda services: withdraw(letter.invitation.id, by(ADMIN), services),
        )

    for world in at_every_call(make):
        [letter] = world.store.all(Invitation)
        contacts = world.store.all(ParentContact)
        assert status_of(letter) is (Status.ANSWERED if contacts else Status.WITHDRAWN)
