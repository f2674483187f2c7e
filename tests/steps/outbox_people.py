"""What people do to invitations, in any order: the office, and parents with the mails that they have got."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from homeroom.domain.families.parent_contact import FilledForm, Relation
from homeroom.domain.imports.upload import Upload
from homeroom.domain.invitations.bulk_resend import EVERYBODY
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.kernel.change import Change, Conflict
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.roster.student import Student
from homeroom.use_cases.answers.add_parent import add_parent
from homeroom.use_cases.answers.answer import read_answer
from homeroom.use_cases.answers.begin_answer import begin_answer
from homeroom.use_cases.answers.decline import decline_by_link, decline_in_form
from homeroom.use_cases.answers.save_contact import save_contact
from homeroom.use_cases.imports.cancel_import import request_stop, request_withdrawal
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.invitations.bulk_resend import continue_bulk_resend, start_bulk_resend
from homeroom.use_cases.invitations.manage_invitation import correct_address, hold, release, send_again, withdraw
from homeroom.use_cases.invitations.new_link import ask_for_new_link
from homeroom.use_cases.mail.stop_mails import stop_mails
from tests.factories import by, details
from tests.fakes.strict_ses import Taken
from tests.steps.countable import Countable
from tests.steps.outbox_world import ADMIN, ANYBODY, OutboxWorld
from tests.steps.plug import Plug, PulledThePlug, wired

PLUGS = st.one_of(st.none(), st.tuples(st.integers(1, 16), st.booleans()))
"""Where an operation dies, if it does."""
STUDENTS, PARENTS = st.integers(0, 2), st.integers(0, 3)
WHICH = st.integers(0, 20)


def address(parent: int) -> str:
    return f"p{parent}@example.org"


class People(RuleBasedStateMachine):
    """The site has three students, whom a file has placed. `forms` are the cookies of forms that were opened."""

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr("homeroom.domain.kernel.token.secrets", Countable())
        self.world = OutboxWorld()
        import_csv(self.a_file([(number, None) for number in range(3)]), self.world.services)
        self.students = [student.id for student in self.world.store.all(Student)]
        self.forms: list[str] = []

    @initialize(invited=st.lists(st.tuples(STUDENTS, PARENTS), max_size=4), sent=st.booleans())
    def begin_with_some_who_were_asked(self, invited: list[tuple[int, int]], sent: bool) -> None:
        for student, parent in invited:
            self.world.invite(self.student(student), address(parent))
            self.world.clock.wait(timedelta(hours=1))
        if sent:
            self.world.deliver_queue()

    # -------------------------------------------------------- the office
    @rule(student=STUDENTS, parent=PARENTS, plug=PLUGS)
    def press_send_invitation(self, student: int, parent: int, plug: Any) -> None:
        self.dying(plug, lambda o: self.world.invite(self.student(student), address(parent), o))

    @rule(rows=st.lists(st.tuples(STUDENTS, PARENTS), min_size=1, max_size=3), plug=PLUGS)
    def drop_a_file(self, rows: list[tuple[int, int | None]], plug: Any) -> None:
        upload = self.a_file(rows)
        self.dying(plug, lambda o: import_csv(upload, o))

    @rule(stop=st.booleans(), which=WHICH, plug=PLUGS)
    def take_an_import_back(self, stop: bool, which: int, plug: Any) -> None:
        """While it runs, or what it has sent."""
        runs = self.world.services.imports.newest(100)
        ask = request_stop if stop else request_withdrawal
        self.dying(plug, lambda o: ask(runs[which % len(runs)].id, by(ADMIN), o))

    @precondition(lambda self: self.invitations())
    @rule(which=WHICH, plug=PLUGS)
    def send_one_again(self, which: int, plug: Any) -> None:
        self.dying(plug, lambda o: send_again(self.pick(self.invitations(), which).id, by(ADMIN), o))

    @rule(plug=PLUGS)
    def send_again_to_everyone(self, plug: Any) -> None:
        def operation(services: Any) -> None:
            start_bulk_resend(EVERYBODY, by(ADMIN), services)
            continue_bulk_resend(services)

        self.dying(plug, operation)

    @precondition(lambda self: self.invitations())
    @rule(which=WHICH, parent=PARENTS, plug=PLUGS)
    def correct_an_address(self, which: int, parent: int, plug: Any) -> None:
        invitation = self.pick(self.invitations(), which)
        self.dying(plug, lambda o: correct_address(invitation.id, address(parent), by(ADMIN), o))

    @precondition(lambda self: self.open_invitations())
    @rule(which=WHICH, operation=st.sampled_from([withdraw, hold, release]), plug=PLUGS)
    def withdraw_hold_or_release(self, which: int, operation: Any, plug: Any) -> None:
        self.dying(plug, lambda o: operation(self.pick(self.open_invitations(), which).id, by(ADMIN), o))

    @rule(which=STUDENTS)
    def protect_a_student(self, which: int) -> None:
        """Or no longer."""
        student = self.student(which)
        self.world.store.save(Change(student, replace(student, protected=not student.protected)))

    # -------------------------------------------------------- parents
    @precondition(lambda self: self.working())
    @rule(which=WHICH, saves=st.booleans(), plug=PLUGS)
    def press_the_links_button(self, which: int, saves: bool, plug: Any) -> None:
        """And perhaps fill in the form at once."""
        taken = self.pick(self.working(), which)
        self.forms.append(begin_answer(taken.token, ANYBODY, self.world.services).token)
        if saves:
            form = self.filled(self.forms[-1])
            self.dying(plug, lambda o: save_contact(self.forms[-1], form, o))

    @precondition(lambda self: self.forms)
    @rule(which=WHICH, plug=PLUGS)
    def save_the_form(self, which: int, plug: Any) -> None:
        token = self.pick(self.forms, which)
        self.dying(plug, lambda o: save_contact(token, self.filled(token), o))

    @precondition(lambda self: self.forms)
    @rule(which=WHICH, parent=PARENTS, send=st.booleans(), plug=PLUGS)
    def add_another_parent(self, which: int, parent: int, send: bool, plug: Any) -> None:
        def operation(services: Any) -> None:
            token = self.pick(self.forms, which)
            form = replace(self.filled(token), details=details(email=address(parent)))
            add_parent(token, form, "POST /answer/another-parent", send=send, services=services)

        self.dying(plug, operation)

    @precondition(lambda self: self.working())
    @rule(which=WHICH, students=st.sets(STUDENTS, min_size=1), plug=PLUGS)
    def say_not_my_child(self, which: int, students: set[int], plug: Any) -> None:
        """Of one student, of some, of all."""
        token, ids = self.pick(self.working(), which).token, [self.students[n] for n in students]
        self.dying(plug, lambda o: decline_by_link(token, ids, ANYBODY, o))

    @precondition(lambda self: self.forms)
    @rule(which=WHICH, students=st.sets(STUDENTS, min_size=1), plug=PLUGS)
    def say_not_my_child_in_the_form(self, which: int, students: set[int], plug: Any) -> None:
        token, ids = self.pick(self.forms, which), [self.students[n] for n in students]
        self.dying(plug, lambda o: decline_in_form(token, ids, o))

    @precondition(lambda self: self.with_link())
    @rule(which=WHICH, plug=PLUGS)
    def ask_for_a_new_link(self, which: int, plug: Any) -> None:
        """By any mail there has ever been."""
        self.dying(plug, lambda o: ask_for_new_link(self.pick(self.with_link(), which).token, "192.0.2.1", o))

    @precondition(lambda self: self.world.ses.taken)
    @rule(which=WHICH, plug=PLUGS)
    def stop_all_mails(self, which: int, plug: Any) -> None:
        token = self.pick(self.world.ses.taken, which).stop_token
        self.dying(plug, lambda o: stop_mails(token, "192.0.2.1", o))

    # -------------------------------------------------------- help
    def dying(self, plug: Any, operation: Any) -> None:
        """An operation is done, or dies, or is not allowed at the moment, for any reason but a conflict: nobody else
        is at it.
        """
        services = wired(self.world.services, Plug(*plug)) if plug else self.world.services
        with suppress(PulledThePlug):
            try:
                operation(services)
            except Conflict:
                raise
            except HomeroomError:
                pass

    def pick(self, things: Any, which: int) -> Any:
        return things[which % len(things)]

    def a_file(self, rows: Any) -> Upload:
        lines = [f"3-A,Muster,Kind {n},{'' if p is None else address(p)}\n" for n, p in rows]
        text = "class_code,last_name,first_name,parent_email\n" + "".join(lines)
        return self.world.files.put_upload("a.csv", text.encode(), "")

    def student(self, number: int) -> Student:
        return self.world.services.roster.students(self.students)[self.students[number]]

    def filled(self, form_token: str) -> FilledForm:
        students = read_answer(form_token, self.world.services).students
        return FilledForm(details(), {student.id: Relation() for student in students})

    def invitations(self) -> list[Invitation]:
        return self.world.store.all(Invitation)

    def open_invitations(self) -> list[Invitation]:
        now = self.world.clock()
        return [i for i in self.invitations() if i.state is InvitationState.OPEN and i.open_at(now)]

    def with_link(self) -> list[Taken]:
        return [taken for taken in self.world.ses.taken if taken.token]

    def working(self) -> list[Taken]:
        return [taken for taken in self.world.ses.taken if self.world.works(taken)]
