"""The plug is pulled before and after every single call to AWS; then the event comes again."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from homeroom.adapters.aws_clients import Aws
from homeroom.domain.mail.mail import MailState
from tests.factories import homeroom_of
from tests.steps.answering import a_link, a_student_in, begun, filled
from tests.steps.aws_answers import watching, watching_answers
from tests.steps.faults import delivered, imported, report
from tests.steps.figures import Recorder
from tests.steps.lambda_events import an_event
from tests.steps.log_in import an_admins_browser
from tests.steps.stack import Stack, an_empty_site

HEADER = "year,class_code,student_id,student_last_name,student_first_name,parent_email,parent2_email\n"
FAMILIES = 9
FIGURE = "AWS calls at which a function died"
Prepare = Callable[[Stack], Callable[[], object]]
"""Makes what an operation needs; the operation."""


class PulledThePlug(BaseException):
    """As when Lambda stops a function: nobody's `except Exception` sees it."""


def a_file() -> bytes:
    """Two siblings a family, some with two parents, and one row that fails."""
    rows = [
        f"2026-2027,3-A,{family}-{child},Muster {family},Kind {child},p{family}@example.org,"
        + (f"q{family}@example.org" if family % 3 == 0 else "")
        for child in range(2)
        for family in range(FAMILIES)
    ]
    return (HEADER + "\n".join([*rows, "2026-2027,9-Z,,Nobody,Kind,,"])).encode()


@contextmanager
def plug(stack: Stack, at: int, moment: str) -> Iterator[Callable[[], int]]:
    """Counts AWS calls, and is pulled at one of them: before it is made, or after it was answered."""
    seen = 0

    def count(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == at:
            raise PulledThePlug

    with watching_answers(count) if moment == "after" else watching(count):
        yield lambda: seen


def what_became_of_it(stack: Stack) -> Any:
    """Outcomes by row, mails by address, invitations, students."""
    students = stack.services.roster.search("2026-2027", "Muster", 100)
    invitations = stack.services.invitations.get_many({i for s in students for i in s.open_invitation_ids}).values()
    return (
        stack.results("a.results.csv"),
        Counter(mail.to for mail in stack.mailer.sent),
        sorted((i.email, len(i.student_ids), i.send_number) for i in invitations),
        sorted((s.school_id, homeroom_of(s), len(s.open_invitation_ids)) for s in students),
    )


def deaths(points: int) -> Iterator[tuple[int, str]]:
    """Of an operation that does nothing outside but by its calls to AWS, one after the other: what is left when it dies
    after one of them is what is left when it dies before the next.
    """
    yield from ((at, "before") for at in range(1, points + 1))
    yield points, "after"


def test_whatever_aws_call_an_import_dies_at_the_next_try_ends_like_an_undisturbed_one(
    shared_aws: Aws, record_figure: Recorder
) -> None:
    with an_empty_site(shared_aws) as stack:
        event = stack.put("uploads/a.csv", a_file())
        with plug(stack, 0, "before") as calls:
            stack.invoke("import_csv", event)
            points = calls()
        stack.send_all()
        wanted = what_became_of_it(stack)
    assert set(wanted[1].values()) == {1}
    assert len(wanted[3]) == 2 * FAMILIES
    assert points > 15

    for at, moment in deaths(points):
        with an_empty_site(shared_aws) as stack:
            event = stack.put("uploads/a.csv", a_file())
            with plug(stack, at, moment), pytest.raises(PulledThePlug):
                stack.invoke("import_csv", event)
            stack.send_all()
            stack.invoke("import_csv", event)
            stack.send_all()
            assert what_became_of_it(stack) == wanted, (at, moment)
    record_figure(FIGURE, points)


def count_points(aws: Aws, prepare: Prepare) -> int:
    """How many AWS calls an operation makes."""
    with an_empty_site(aws) as stack:
        operation = prepare(stack)
        with plug(stack, 0, "before") as calls:
            operation()
            return calls()


def cut_off_at_each(aws: Aws, prepare: Prepare, moment: str = "") -> Iterator[Stack]:
    """A site for each AWS call of an operation that died there, and whose event came again. `moment` is before or after
    the call, for an operation that does more outside than AWS is asked for.
    """
    points = count_points(aws, prepare)
    for at, when in ((at, moment) for at in range(1, points + 1)) if moment else deaths(points):
        with an_empty_site(aws) as stack:
            operation = prepare(stack)
            with plug(stack, at, when), pytest.raises(PulledThePlug):
                operation()
            operation()
            yield stack


@pytest.mark.parametrize("moment", ["before", "after"])
def test_whatever_aws_call_a_sender_dies_at_the_parent_gets_one_mail(
    moment: str, shared_aws: Aws, record_figure: Recorder
) -> None:
    """Also when nobody asks again: reports come for what went out, and the scheduled runs for the rest. The mail goes
    out between two calls.
    """

    def prepare(stack: Stack) -> Callable[[], object]:
        messages = imported(stack, "a@example.org")
        return lambda: delivered(stack, *messages)

    points = 0
    for stack in cut_off_at_each(shared_aws, prepare, moment):
        [invitation_id] = stack.services.invitation_lists.search("a@example.org", 9)
        for _ in stack.mailer.sent:
            stack.invoke("record_delivery", report("ses_delivery", {"mails": [(invitation_id, 1)]}))
        for _ in range(3):
            stack.clock.wait(timedelta(hours=13))
            stack.invoke("remind", an_event("hourly"))
            stack.send_all()
        assert len(stack.mailer.sent) == 1
        newest = stack.services.invitations.get_many([invitation_id])[invitation_id].send_number
        mail = stack.services.mails.get(invitation_id, newest)
        assert mail
        assert mail.state in (MailState.ACCEPTED, MailState.DELIVERED)
        points += 1
    assert points > 5
    record_figure(FIGURE, points)


@pytest.mark.parametrize("name", ["ses_bounce", "ses_delivery"])
def test_whatever_aws_call_a_report_dies_at_it_is_recorded_when_it_comes_again(
    name: str, shared_aws: Aws, record_figure: Recorder
) -> None:
    def prepare(stack: Stack) -> Callable[[], object]:
        [message] = imported(stack, "a@example.org")
        delivered(stack, message)
        return lambda: stack.invoke("record_delivery", report(name, message))

    points = 0
    for stack in cut_off_at_each(shared_aws, prepare):
        [invitation_id] = stack.services.invitation_lists.search("a@example.org", 9)
        mail = stack.services.mails.get(invitation_id, 1)
        assert mail
        assert mail.state.value == ("bounced" if name == "ses_bounce" else "delivered")
        assert bool(stack.services.address_blocks.get_many(["a@example.org"])) == (name == "ses_bounce")
        [invitation] = stack.services.invitations.get_many([invitation_id]).values()
        assert [event.mail for event in invitation.history] == [mail.state.value]
        points += 1
    assert points > 1
    record_figure(FIGURE, points)


def test_whatever_aws_call_the_saving_of_the_form_dies_at_it_is_saved_once_when_it_is_sent_again(
    shared_aws: Aws, record_figure: Recorder
) -> None:
    def prepare(stack: Stack) -> Callable[[], object]:
        student = a_student_in(stack)
        parent = begun(stack, a_link(stack, an_admins_browser(stack), student))
        form = {"csrf": parent.csrf("/answer")} | filled(student)
        return lambda: parent.post("/answer", form)

    points = 0
    for stack in cut_off_at_each(shared_aws, prepare):
        [student] = stack.services.roster.search("2026-2027", "Noé", 9)
        assert len(student.contact_ids) == 1
        stack.clock.wait(timedelta(hours=1))
        stack.invoke("remind", an_event("hourly"))
        for _ in range(2):
            stack.send_all()
        assert len(stack.mailer.sent) == 2, "the invitation, and what confirms the answer"
        points += 1
    assert points > 5
    record_figure(FIGURE, points)
