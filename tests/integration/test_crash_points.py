"""The plug is pulled before and after every single call to AWS; then the event comes again."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from homeroom.adapters.aws import Aws
from homeroom.adapters.wire.messages import Request
from tests.contract.wire import watching
from tests.integration.conftest import Stack, an_empty_site

HEADER = "year,class_code,student_id,student_last_name,student_first_name,parent_email,parent2_email\n"
FAMILIES = 9


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

    def count(_: Request) -> None:
        nonlocal seen
        seen += 1
        if seen == at:
            raise PulledThePlug

    with watching(stack.aws, count, after=moment == "after"):
        yield lambda: seen


def what_became_of_it(stack: Stack) -> Any:
    """Outcomes by row, mails by address, invitations, students."""
    students = stack.outside.roster.search("2026-2027", "Muster", 100)
    invitations = stack.outside.invitations.get_many({i for s in students for i in s.open_invitation_ids}).values()
    return (
        stack.results("a.results.csv"),
        Counter(mail.to for mail in stack.mailer.sent),
        sorted((i.email, len(i.student_ids), i.generation) for i in invitations),
        sorted((s.school_id, s.homeroom, len(s.open_invitation_ids)) for s in students),
    )


@pytest.mark.parametrize("moment", ["before", "after"])
def test_whatever_aws_call_an_import_dies_at_the_next_try_ends_like_an_undisturbed_one(
    moment: str, shared_aws: Aws
) -> None:
    with an_empty_site(shared_aws) as stack:
        event = stack.put("uploads/a.csv", a_file())
        with plug(stack, 0, moment) as calls:
            stack.invoke("import_csv", event)
            points = calls()
        stack.send_all()
        wanted = what_became_of_it(stack)
    assert set(wanted[1].values()) == {1}
    assert len(wanted[3]) == 2 * FAMILIES
    assert points > 15

    for at in range(1, points + 1):
        with an_empty_site(shared_aws) as stack:
            event = stack.put("uploads/a.csv", a_file())
            with plug(stack, at, moment), pytest.raises(PulledThePlug):
                stack.invoke("import_csv", event)
            stack.send_all()
            stack.invoke("import_csv", event)
            stack.send_all()
            assert what_became_of_it(stack) == wanted, at
