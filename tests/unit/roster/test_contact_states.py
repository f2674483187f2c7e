"""What a Site Admin sees of each student in a list."""

from datetime import timedelta

from homeroom.domain.invitations.invitation import Arrival, Invitation
from homeroom.domain.kernel.change import Change
from homeroom.use_cases.roster.contact_states import ContactState, contact_states
from tests.factories import a_student, an_invitation
from tests.fakes import World
from tests.steps.plug import Plug, wired


def state_of(world: World, *invitations: Invitation, contact_ids: tuple[str, ...] = ()) -> ContactState:
    student = a_student(id="s", open_invitation_ids=tuple(i.id for i in invitations), contact_ids=contact_ids)
    world.store.save(*(Change.new(i) for i in invitations))
    return contact_states([student], world.services)[student.id]


def invited(number: int, arrival: Arrival = Arrival.UNDER_WAY) -> Invitation:
    return an_invitation(id=f"i{number}", email=f"p{number}@example.org", arrival=arrival, version=0)


def test_nobody_is_asked_somebody_is_or_there_is_a_contact() -> None:
    assert state_of(World()) is ContactState.NONE
    assert state_of(World(), invited(1)) is ContactState.WAITING
    assert state_of(World(), invited(1, Arrival.ARRIVED)) is ContactState.WAITING
    assert state_of(World(), invited(1), contact_ids=("c",)) is ContactState.CONTACT


def test_one_address_that_bounced_is_seen_whatever_became_of_the_others() -> None:
    assert state_of(World(), invited(1, Arrival.ARRIVED), invited(2, Arrival.BOUNCED)) is ContactState.BOUNCED


def test_a_student_who_has_a_contact_has_no_address_to_correct() -> None:
    assert state_of(World(), invited(1, Arrival.BOUNCED), contact_ids=("c",)) is ContactState.CONTACT


def test_an_invitation_whose_time_is_over_asks_nobody() -> None:
    world = World()
    world.clock.wait(timedelta(days=400))
    assert state_of(world, invited(1, Arrival.BOUNCED)) is ContactState.NONE


def test_the_invitations_of_a_whole_list_are_read_at_once() -> None:
    world, plug = World(), Plug()
    students = [a_student(id=f"s{n}", open_invitation_ids=(f"i{n}",)) for n in range(40)]
    contact_states(students, wired(world.services, plug))
    assert plug.calls == 1
