"""Two at once: at every call of one operation to the outside, the other one happens from its beginning to its end."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

import pytest

from homeroom.domain.accounts.user import PasswordBeingSet, User
from homeroom.domain.families.parent_contact import FilledForm, ParentContact, Relation
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.invitations.link_errors import LinkCompleted, LinkSuperseded
from homeroom.domain.kernel.change import Change, Conflict
from homeroom.domain.mail.mail import REPORTS_COME, MailState
from homeroom.domain.roster.student import Student
from homeroom.use_cases.accounts.log_in import log_in
from homeroom.use_cases.answers.add_parent import add_parent
from homeroom.use_cases.answers.answer import AnswerOver
from homeroom.use_cases.answers.begin_answer import begin_answer
from homeroom.use_cases.answers.register_parent import RegisteredAlready, register_parent
from homeroom.use_cases.answers.save_contact import save_contact
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.invitations.manage_invitation import InvitationOver, send_again, withdraw
from homeroom.use_cases.mail.record_delivery import record_delivery
from homeroom.use_cases.mail.send_invite import send_invite, send_invites
from homeroom.use_cases.mail.settle_mails import settle_mails
from homeroom.use_cases.ports.services import Services
from tests.factories import a_homeroom, by, details
from tests.fakes.strict_ses import Answer
from tests.steps.meanwhile import Meanwhile
from tests.steps.outbox_world import ADMIN, ANYBODY, OutboxWorld
from tests.steps.plug import wired

Operation = Callable[[Services], object]
HEADER = "year,class_code,student_last_name,student_first_name,parent_email,parent2_email\n"
FAMILIES = 40


def a_file() -> bytes:
    """Three siblings on one address, whose rows stand far apart; every other family has a second parent."""
    rows = [
        f"2026-2027,3-A,Muster {family},Kind {child},p{family}@example.org,"
        + (f"q{family}@example.org" if family % 2 else "")
        for child in range(3)
        for family in range(FAMILIES)
    ]
    return (HEADER + "\n".join(rows)).encode()


@dataclass
class AtOnce:
    """What is there afterwards, and how many calls the operation made during which the other one happened."""

    world: OutboxWorld
    calls: int


def at_every_call(make: Callable[[], tuple[OutboxWorld, Operation, Operation]]) -> Iterator[OutboxWorld]:
    """Two operations at once: the second one comes before the first, second, third... call of the first, to its end."""
    calls = during(make, 0).calls
    assert calls >= 3
    for at in range(1, calls + 1):
        yield during(make, at).world


def during(make: Callable[[], tuple[OutboxWorld, Operation, Operation]], at: int) -> AtOnce:
    world, one, other = make()
    meanwhile = Meanwhile(at, lambda: allowed(other, world.services))
    allowed(one, wired(world.services, meanwhile))
    return AtOnce(world, meanwhile.calls)


def allowed(operation: Operation, services: Services) -> None:
    """Whoever comes second may be told that there is nothing left to do."""
    with suppress(InvitationOver, RegisteredAlready, LinkSuperseded, LinkCompleted):
        operation(services)


@pytest.mark.parametrize("names", [("a.csv", "b.csv"), ("a.csv", "a.csv")], ids=["two files", "two versions of one"])
def test_two_drops_of_one_file_at_once_make_one_set_of_mails(names: tuple[str, str]) -> None:
    def make() -> tuple[OutboxWorld, Operation, Operation]:
        world = OutboxWorld()
        world.store.save(Change.new(a_homeroom("3-A", version=0)))
        first, second = (world.files.put_upload(name, a_file(), "") for name in names)
        return world, partial(import_csv, first), partial(import_csv, second)

    for world in at_every_call(make):
        for mail in world.queue.mails:
            send_invite(*mail, world.services)
        mailed = Counter(taken.mail.to for taken in world.ses.taken)
        addresses = {f"p{n}@example.org" for n in range(FAMILIES)} | {
            f"q{n}@example.org" for n in range(1, FAMILIES, 2)
        }
        assert (set(mailed), set(mailed.values())) == (addresses, {1})
        assert len(world.store.all(Student)) == 3 * FAMILIES
        assert {len(i.student_ids) for i in world.store.all(Invitation)} == {3}
        for run in world.services.imports.newest(2):
            assert sum(run.counts.values()) == 3 * FAMILIES
            assert "failed" not in run.counts


def test_two_people_who_press_send_invitation_at_once_make_one_invitation_and_one_mail() -> None:
    def make() -> tuple[OutboxWorld, Operation, Operation]:
        world = OutboxWorld()
        student = world.a_student()
        press = partial(world.invite, student, "p@example.org")
        return world, press, press

    for world in at_every_call(make):
        world.deliver_queue()
        assert len(world.store.all(Invitation)) == len(world.ses.taken) == 1
        world.check()


def an_invited_parent() -> tuple[OutboxWorld, Invitation]:
    """A parent got the mail, an hour ago."""
    world = OutboxWorld()
    invitation = world.invite(world.a_student())
    world.deliver_queue()
    world.clock.wait(timedelta(hours=1))
    return world, world.newest(invitation)


def form_of(world: OutboxWorld) -> tuple[str, FilledForm]:
    """Another cookie each time, as each tab has one after its button was pressed."""
    token = begin_answer(world.ses.taken[0].token, ANYBODY, world.services).token
    return token, FilledForm(details(), {s.id: Relation() for s in world.store.all(Student)})


def test_two_tabs_that_save_the_form_at_once_make_one_contact_and_one_mail() -> None:
    def make() -> tuple[OutboxWorld, Operation, Operation]:
        world, _ = an_invited_parent()
        one, other = form_of(world), form_of(world)
        return world, partial(save_contact, *one), partial(save_contact, *other)

    for world in at_every_call(make):
        assert_answered_once(world)


def assert_answered_once(world: OutboxWorld) -> None:
    world.settle_down()
    [contact], [invitation] = world.store.all(ParentContact), world.store.all(Invitation)
    assert invitation.state is InvitationState.COMPLETED
    assert world.newest(invitation).contact_id == contact.id
    assert [s.contact_ids for s in world.store.all(Student)] == [(contact.id,)]
    assert [taken.mail.subject for taken in world.ses.taken].count("confirmation") == 1


def test_a_link_that_is_sent_again_while_the_form_is_saved_neither_loses_the_answer_nor_works_afterwards() -> None:
    def make() -> tuple[OutboxWorld, Operation, Operation]:
        world, invitation = an_invited_parent()
        token, form = form_of(world)
        return (
            world,
            lambda services: save_contact(token, form, services),
            lambda services: send_again(invitation.id, by(ADMIN), services),
        )

    for world in at_every_call(make):
        assert_answered_once(world)
        assert not any(world.works(taken) for taken in world.ses.taken)


def test_a_withdrawal_at_any_moment_of_sending_is_before_the_call_or_after_it() -> None:
    """Before: no mail goes out. After: its link is dead."""

    def make() -> tuple[OutboxWorld, Operation, Operation]:
        world = OutboxWorld()
        world.ses.during_a_call = lambda _: None
        invitation = world.invite(world.a_student())
        keys = [(invitation.id, 1)]
        return world, partial(send_invites, keys), lambda services: withdraw(invitation.id, by(ADMIN), services)

    sent = []
    for world in at_every_call(make):
        world.check()
        assert not any(world.works(taken) for taken in world.ses.taken)
        sent.append(len(world.ses.taken))
    assert set(sent) == {0, 1}
    assert sent == sorted(sent)


def reported(state: MailState) -> Callable[[OutboxWorld], Operation]:
    return lambda world: lambda services: record_delivery(world.ses.report(world.ses.taken[0], state), services)


WHILE_TAKEN_FOR_LOST: dict[str, Callable[[OutboxWorld], Operation]] = {
    "accepted": reported(MailState.ACCEPTED),
    "delivered": reported(MailState.DELIVERED),
    "bounced": reported(MailState.BOUNCED),
    "its link is used": lambda world: lambda services: begin_answer(world.ses.taken[0].token, ANYBODY, services),
    "another run": lambda _: settle_mails,
    "sent again": lambda world: lambda services: send_again(world.store.all(Invitation)[0].id, by(ADMIN), services),
}


@pytest.mark.parametrize("name", WHILE_TAKEN_FOR_LOST)
def test_whatever_happens_while_a_mail_is_taken_for_lost_two_links_never_work(name: str) -> None:
    def make() -> tuple[OutboxWorld, Operation, Operation]:
        world = OutboxWorld()
        world.ses.answers = [Answer.TAKEN_AND_LOST]
        world.invite(world.a_student())
        world.deliver_queue()
        world.clock.wait(REPORTS_COME + timedelta(minutes=1))
        return world, settle_mails, WHILE_TAKEN_FOR_LOST[name](world)

    for world in at_every_call(make):
        world.deliver_queue()
        world.settle_down()
        world.check()
        works = [world.works(taken) for taken in world.ses.taken]
        blocked = name == "bounced"
        assert works in ([[True], [False]] if blocked else [[True], [False, True]])


def test_a_form_about_another_parent_that_comes_twice_at_once_adds_one_parent_and_sends_one_mail() -> None:
    def make() -> tuple[OutboxWorld, Operation, Operation]:
        world, token, form = answered()
        other = replace(form, details=details("Petra", email="petra@example.org"))
        operation = partial(add, token, other)
        return world, operation, operation

    def add(token: str, form: FilledForm, services: Services) -> None:
        add_parent(token, form, "POST /answer/another-parent", send=True, services=services)

    for world in at_every_call(make):
        world.deliver_queue()
        assert sorted(c.details.first_name for c in world.store.all(ParentContact)) == ["María", "Petra"]
        assert [taken.mail.to for taken in world.ses.taken].count("petra@example.org") == 1


def answered() -> tuple[OutboxWorld, str, FilledForm]:
    world, _ = an_invited_parent()
    token, form = form_of(world)
    save_contact(token, form, world.services)
    world.deliver_queue()
    return world, token, form


def test_two_who_register_at_once_leave_one_log_in_with_a_password_that_one_of_them_chose() -> None:
    def make() -> tuple[OutboxWorld, Operation, Operation]:
        world, token, _ = answered()
        return world, partial(register, token, "chosen-by-the-first"), partial(register, token, "chosen-by-the-other")

    def register(token: str, password: str, services: Services) -> None:
        with suppress(Conflict, PasswordBeingSet, AnswerOver):  # a page says so
            register_parent(token, password, "POST /answer/register", services)

    for world in at_every_call(make):
        [user] = world.store.all(User)
        assert user.has_password
        chosen = world.passwords.passwords[user.id]
        assert log_in(user.email, chosen, "1.2.3.4", "POST /login", world.services)
        assert list(world.passwords.passwords) == [user.id]
