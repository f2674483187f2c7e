"""Counts equal a recount, after whatever has happened, over DynamoDB's own transactions."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.dynamodb import keys
from homeroom.adapters.dynamodb.address_blocks import DynamoAddressBlocks
from homeroom.adapters.dynamodb.due_invitations import DynamoDueInvitations
from homeroom.adapters.dynamodb.invitation_lists import DynamoInvitationLists
from homeroom.adapters.dynamodb.invitations import DynamoInvitations
from homeroom.adapters.dynamodb.items import from_item
from homeroom.adapters.dynamodb.mails import DynamoMails
from homeroom.adapters.dynamodb.parent_requests import DynamoParentRequests
from homeroom.adapters.dynamodb.roster import DynamoRoster
from homeroom.adapters.dynamodb.store import DynamoStore
from homeroom.domain.invitations.answer_count import AnswerCount
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.invite import HasParentContact
from homeroom.domain.invitations.status import Status, status_of
from homeroom.domain.kernel.change import Change, Conflict
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.mail.address_block import AddressBlocked
from homeroom.domain.mail.mail import DeliveryReport, MailState, mail_id
from homeroom.domain.mail.mail_reason import MailReason
from homeroom.domain.roster.homeroom_code import class_code_key
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_count import StudentCount, count_of
from homeroom.settings import Settings
from homeroom.use_cases.invitations.invite_parent import Invitee, invite_parent
from homeroom.use_cases.invitations.load_closing import load_closing
from homeroom.use_cases.invitations.make_letters import make_letters
from homeroom.use_cases.invitations.manage_invitation import (
    AddressTaken,
    InvitationHeld,
    InvitationOver,
    IsLetter,
    correct_address,
    hold,
    release,
    send_again,
    withdraw,
)
from homeroom.use_cases.mail.record_delivery import record_delivery
from homeroom.use_cases.mail.send_invite import send_invite
from homeroom.use_cases.ports.mailer import MailNotSent
from homeroom.use_cases.ports.services import Services
from tests.factories import NOW, YEAR, a_student, an_admin, an_invitation, by, with_answer
from tests.fakes import FakeCodeKey, World
from tests.steps.aws_clients import client

STUDENTS = [a_student(f"Kind {n}") for n in range(4)]
ADDRESSES = ["a@example.org", "b@example.org", "c@example.org"]
ADMIN = an_admin()
REFUSALS = (
    AddressBlocked,
    HasParentContact,
    InvitationOver,
    InvitationHeld,
    IsLetter,
    AddressTaken,
    NotFound,
    Conflict,
    MailNotSent,
)
REPORTS = (MailState.DELIVERED, MailState.BOUNCED, MailState.DELAYED, MailState.COMPLAINED)


def recount(aws: Aws, settings: Settings) -> dict[str, int]:
    items = client("dynamodb").scan(TableName=settings.invitations_table)["Items"]
    ids = [keys.invitation_id(item["pk"]["S"]) for item in items if item["sk"]["S"] == "INVITATION"]
    invitations = DynamoInvitations(aws, settings).get_many(ids)
    return dict(Counter(status_of(i).value for i in invitations.values()))


def stored_students(settings: Settings) -> list[Student]:
    items = client("dynamodb").scan(TableName=settings.roster_table)["Items"]
    return [from_item(Student, item) for item in items if item["sk"]["S"] == "STUDENT"]


def recount_students(settings: Settings, year: str) -> dict[str, StudentCount]:
    counts: dict[str, StudentCount] = defaultdict(StudentCount)
    for student in stored_students(settings):
        if year in sorted(student.placements)[-2:]:
            counts[class_code_key(student.placements[year].homeroom)] += count_of(student)
    return dict(counts)


def recount_answers(aws: Aws, settings: Settings) -> AnswerCount:
    items = client("dynamodb").scan(TableName=settings.invitations_table)["Items"]
    stored = [from_item(Invitation, item) for item in items if item["sk"]["S"] == "INVITATION"]
    return AnswerCount(invited=len(stored), answered=sum(i.completed_at is not None for i in stored))


def counted(aws: Aws, settings: Settings) -> dict[str, int]:
    return {status.value: n for status, n in DynamoInvitationLists(aws, settings).counts(YEAR).items() if n}


class History:
    """A school to which things happen, at random, with the real tables below."""

    def __init__(self, aws: Aws, settings: Settings) -> None:
        self._world = World()
        self.services: Services = replace(
            self._world.services,
            store=DynamoStore(aws, settings),
            roster=DynamoRoster(aws, settings),
            invitations=DynamoInvitations(aws, settings),
            invitation_lists=DynamoInvitationLists(aws, settings),
            due_invitations=DynamoDueInvitations(aws, settings),
            parent_requests=DynamoParentRequests(aws, settings),
            mails=DynamoMails(aws, settings),
            address_blocks=DynamoAddressBlocks(aws, settings, FakeCodeKey()),
        )
        for table in (settings.roster_table, settings.invitations_table):
            for item in client("dynamodb").scan(TableName=table)["Items"]:
                client("dynamodb").delete_item(TableName=table, Key={"pk": item["pk"], "sk": item["sk"]})
        self.services.store.save(*(Change.new(student) for student in STUDENTS))
        self._seen: list[str] = []

    def happen(self, operation: str, which: int, more: int) -> None:
        self._world.clock.wait(timedelta(hours=more * 11))
        if operation == "invite" or not self._seen:
            invitee = Invitee(ADDRESSES[more % len(ADDRESSES)], "María")
            student = STUDENTS[which % len(STUDENTS)]
            with suppress(AddressBlocked):
                self._seen.append(invite_parent(student.id, invitee, by(ADMIN), self.services).invitation.id)
            return
        if operation == "letter":
            done = make_letters([STUDENTS[which % len(STUDENTS)].id], by(ADMIN), self.services)
            self._seen += done.made
            return
        invitation_id = self._seen[which % len(self._seen)]
        invitation = self.services.invitations.get_many([invitation_id])[invitation_id]
        operations: dict[str, Callable[[], Any]] = {
            "send": lambda: self._send(invitation, more),
            "report": lambda: record_delivery(
                DeliveryReport(mail_id(invitation.id, invitation.send_number), "m", REPORTS[more % len(REPORTS)]),
                self.services,
            ),
            "begin": lambda: self._save(invitation, invitation.begun(self.services.clock())),
            "answer": lambda: self._answer(invitation),
            "register": lambda: self._save(invitation, invitation.registered(self.services.clock())),
            "expire": lambda: self._close(invitation),
            "again": lambda: send_again(invitation.id, by(ADMIN), self.services),
            "correct": lambda: correct_address(
                invitation.id, ADDRESSES[more % len(ADDRESSES)], by(ADMIN), self.services
            ),
            "withdraw": lambda: withdraw(invitation.id, by(ADMIN), self.services),
            "hold": lambda: hold(invitation.id, by(ADMIN), self.services),
            "release": lambda: release(invitation.id, by(ADMIN), self.services),
            "late": lambda: self.services.store.save(
                Change(replace(invitation, version=invitation.version + 1), invitation.expired())
            ),
        }
        with suppress(*REFUSALS):
            operations[operation]()

    def _send(self, invitation: Invitation, more: int) -> None:
        if invitation.on_paper:
            return
        if more % 3 == 2:
            self._world.mailer.failures.append(MailNotSent(MailState.REFUSED, MailReason.ADDRESS_REJECTED))
        send_invite(invitation.id, invitation.send_number, self.services)

    def _save(self, before: Invitation, after: Invitation) -> None:
        if before.is_open or after.registered_at:
            self.services.store.save(Change(before, after))

    def _answer(self, invitation: Invitation) -> None:
        if invitation.is_open:
            done = with_answer(invitation, "c", self.services.clock())
            self.services.store.save(*load_closing(invitation, done, self.services))

    def _close(self, invitation: Invitation) -> None:
        if invitation.is_open:
            self.services.store.save(*load_closing(invitation, invitation.expired(), self.services))


OPERATIONS = (
    *("invite", "invite", "letter", "send", "send", "report", "report", "begin", "answer", "register", "expire"),
    *("again", "correct", "withdraw", "hold", "release", "late"),
)


@given(
    history=st.lists(
        st.tuples(st.sampled_from(OPERATIONS), st.integers(0, 7), st.integers(0, 5)), min_size=5, max_size=30
    )
)
@example(history=[("invite", 0, 5), ("send", 0, 0), ("report", 0, 5), ("invite", 1, 5)])  # to an address that bounced
@hypothesis_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_counts_equal_a_recount_after_any_history(
    aws: Aws, settings: Settings, history: list[tuple[str, int, int]]
) -> None:
    school = History(aws, settings)
    for operation, which, more in history:
        school.happen(operation, which, more)
        assert counted(aws, settings) == recount(aws, settings), operation
    assert DynamoRoster(aws, settings).student_counts(YEAR) == recount_students(settings, YEAR)
    answers = DynamoInvitationLists(aws, settings).answer_counts(YEAR).values()
    assert sum(answers, AnswerCount()) == recount_answers(aws, settings)


YEARS = [f"{first}-{first + 1}" for first in range(2021, 2027)]
MOVES = st.tuples(
    st.integers(0, 2),
    st.sampled_from(("place", "place", "link", "unlink", "invite", "close", "gone")),
    st.integers(0, 5),
)


def moved(student: Student, operation: str, which: int) -> Student | None:
    operations: dict[str, Callable[[], Student | None]] = {
        "place": lambda: student.placed(YEARS[which], f"{which % 2}-a", "3").placed(YEARS[which // 2], "1-ﷺ" * 99, ""),
        "link": lambda: student.linked_to(f"c{which % 2}"),
        "unlink": lambda: student.unlinked_from(f"c{which % 2}"),
        "invite": lambda: student.with_open_invitation(f"i{which % 2}"),
        "close": lambda: student.without_open_invitation(f"i{which % 2}"),
        "gone": lambda: None,
    }
    return operations[operation]()


@given(moves=st.lists(MOVES, min_size=1, max_size=12))
@example(moves=[(0, "place", n) for n in range(6)])  # more years than are counted
@hypothesis_settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_homeroom_of_each_year_has_as_many_students_as_stand_in_it(
    aws: Aws, settings: Settings, moves: list[tuple[int, str, int]]
) -> None:
    school = History(aws, settings)
    for who, operation, which in moves:
        known = {student.id: student for student in stored_students(settings)}
        before = known.get(STUDENTS[who].id)
        after = moved(before, operation, which) if before else STUDENTS[who]
        school.services.store.save(Change(before, after))
    for year in YEARS:
        assert DynamoRoster(aws, settings).student_counts(year) == recount_students(settings, year)


def cancelled(*codes: str) -> ClientError:
    answer: Any = {
        "Error": {"Code": "TransactionCanceledException"},
        "CancellationReasons": [{"Code": code} for code in codes],
    }
    return ClientError(answer, "TransactWriteItems")


class Rejected:
    """DynamoDB, which cancels the first transactions."""

    def __init__(self, aws: Aws, *errors: ClientError) -> None:
        self._real, self.errors, self.tried = aws.dynamodb, list(errors), list[Any]()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def transact_write_items(self, **what: Any) -> Any:
        updates = [action["Update"]["Key"]["pk"]["S"] for action in what["TransactItems"] if "Update" in action]
        self.tried.append(updates[0])
        if self.errors:
            raise self.errors.pop(0)
        return self._real.transact_write_items(**what)


class OneOf:
    def __init__(self, dynamodb: Any) -> None:
        self.dynamodb = dynamodb


@pytest.mark.parametrize("codes", [("TransactionConflict", "None"), ("None", "TransactionConflict")])
def test_who_meets_another_transaction_at_the_counts_alone_adds_once_more(
    codes: tuple[str, str], aws: Aws, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    shards = iter([3, 0, 9, 0])
    monkeypatch.setattr(random, "choice", lambda among: among[next(shards)])
    dynamodb = Rejected(aws, cancelled("None", *codes))
    DynamoStore(OneOf(dynamodb), settings).save(Change.new(an_invitation()))  # type: ignore[arg-type]
    assert dynamodb.tried == ["COUNT#3", "COUNT#9"]
    assert counted(aws, settings) == recount(aws, settings) == {"waiting": 1}


def test_a_conflict_about_the_invitation_itself_counts_nothing(aws: Aws, settings: Settings) -> None:
    for code in ("ConditionalCheckFailed", "TransactionConflict"):
        store = DynamoStore(OneOf(Rejected(aws, cancelled(code, "None", "TransactionConflict"))), settings)  # type: ignore[arg-type]
        with pytest.raises(Conflict):
            store.save(Change.new(an_invitation()))
    assert counted(aws, settings) == {}


def test_a_change_that_counts_nothing_new_touches_no_count(aws: Aws, settings: Settings) -> None:
    store, invitations = DynamoStore(aws, settings), DynamoInvitations(aws, settings)
    store.save(Change.new(an_invitation()))
    [invitation] = invitations.get_many([an_invitation().id]).values()
    before = counters(aws, settings)
    store.save(Change(invitation, invitation.asked_again(inviter="x", now=NOW, link_days=3)))
    assert counters(aws, settings) == before


def counters(aws: Aws, settings: Settings) -> list[Any]:
    items = client("dynamodb").scan(TableName=settings.invitations_table)["Items"]
    return sorted((item for item in items if item["sk"] == {"S": "COUNT"}), key=str)


def test_one_transaction_counts_all_that_it_changes_in_one_item(aws: Aws, settings: Settings) -> None:
    many = [an_invitation(id=f"i{n}") for n in range(98)]
    DynamoStore(aws, settings).save(*map(Change.new, many))
    assert len(counters(aws, settings)) == 1
    assert DynamoInvitationLists(aws, settings).counts(YEAR)[Status.WAITING] == 98
