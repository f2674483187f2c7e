"""Typing the code beside a link does what the link's button does; and wrong codes are few."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from homeroom.domain.families.parent_contact import FilledForm, Relation
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.link_code import new_code, read_code
from homeroom.domain.invitations.link_errors import LinkCompleted, LinkExpired, LinkForSomebodyElse, LinkSuperseded
from homeroom.domain.invitations.readers import KnownParent
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.limits import NEW_LINK, WRONG_CODE, WRONG_CODE_ANYWHERE, TooManyTries
from homeroom.domain.mail.mail import Link
from homeroom.use_cases.accounts.link_code import CodeUnknown, NoCode
from homeroom.use_cases.accounts.sessions import start_log_in
from homeroom.use_cases.answers.answer import read_answer
from homeroom.use_cases.answers.begin_answer import begin_answer, begin_by_code
from homeroom.use_cases.answers.open_link import Visitor
from homeroom.use_cases.answers.save_contact import save_contact
from homeroom.use_cases.invitations.new_link import ANSWERED_AFTER, ask_by_code, ask_for_new_link
from homeroom.use_cases.mail.send_invite import send_invite
from homeroom.use_cases.ports.services import Services
from tests.factories import a_student, an_admin, details
from tests.fakes import World
from tests.steps.invited import invited, kinds, mails_to, newest_code, newest_codes, send_all, the_invitation

VISITOR = Visitor("192.0.2.1", "")
WRONG = "00000-00000"


class NoKey:
    def digest(self, *_: str) -> str:
        raise ConnectionError


def begin(typed: str, world: World, visitor: Visitor = VISITOR) -> str:
    return begin_by_code(typed, visitor, world.services).token


def try_wrong_codes(times: int, world: World, visitor: Visitor = VISITOR) -> None:
    for _ in range(times):
        with pytest.raises(CodeUnknown):
            begin(WRONG, world, visitor)


def looked_up(services: Services, when: Callable[[], None]) -> tuple[Services, list[str]]:
    """Services that note each look-up of a link, and do something else at that very moment."""
    digests: list[str] = []

    class Invitations:
        def __getattr__(self, name: str) -> Any:
            return getattr(services.invitations, name)

        def link(self, digest: str) -> Link | None:
            digests.append(digest)
            when()
            return services.invitations.link(digest)

    return replace(services, invitations=Invitations()), digests


def test_the_code_opens_the_form_and_the_invitation_has_begun() -> None:
    world = World()
    student = a_student()
    invited(world, student)
    form = begin(newest_code(world).lower().replace("-", " "), world)
    assert [s.id for s in read_answer(form, world.services).students] == [student.id]
    assert the_invitation(world).begun_at


def test_nothing_that_is_stored_or_queued_holds_the_code() -> None:
    world = World()
    invited(world, a_student())
    code = newest_code(world)
    begin(code, world)
    everything = repr(world.state()[:-3]) + repr(world.access.tries) + repr(world.store.all(Link))
    assert code not in everything.replace(mails_to(world)[-1], "")
    assert read_code(code) not in everything
    assert len({link.digest for link in world.store.all(Link)}) == 2


def test_link_and_code_have_one_answer_between_them() -> None:
    world = World()
    student = a_student()
    token = invited(world, student)
    form = FilledForm(details(), {student.id: Relation(relationship="Mother")})
    save_contact(begin(newest_code(world), world), form, world.services)
    for use in (lambda: begin_answer(token, VISITOR, world.services), lambda: begin(newest_code(world), world)):
        with pytest.raises(LinkCompleted):
            use()


def test_a_newer_email_makes_the_earlier_code_dead_and_its_own_works() -> None:
    world = World()
    token = invited(world, a_student())
    first = newest_code(world)
    world.clock.wait(timedelta(hours=1))
    ask_for_new_link(token, "192.0.2.1", world.services)
    send_all(world)
    with pytest.raises(LinkSuperseded):
        begin(first, world)
    assert begin(newest_code(world), world)


def test_each_reader_of_one_address_has_a_code_of_their_own_beside_their_link() -> None:
    world = World()
    student = a_student()
    invited(world, student, also=(KnownParent(first_name="Ben", last_name="García"),))
    [ana, ben] = [begin(code, world) for code in newest_codes(world)]
    assert [read_answer(form, world.services).session.reader for form in (ana, ben)] == [0, 1]
    save_contact(ben, FilledForm(details("Ben"), {student.id: Relation(relationship="Father")}), world.services)
    first, second = newest_codes(world)
    assert begin(first, world)
    with pytest.raises(LinkCompleted):
        begin(second, world)


def test_whoever_is_logged_in_as_somebody_else_is_told_so() -> None:
    world = World()
    world.store.save(Change.new(an_admin()))
    invited(world, a_student())
    visitor = Visitor("192.0.2.1", start_log_in(an_admin(), world.services).token)
    with pytest.raises(LinkForSomebodyElse):
        begin(newest_code(world), world, visitor)


def test_a_code_of_an_invitation_that_is_gone_is_a_wrong_one() -> None:
    world = World()
    invited(world, a_student())
    code = newest_code(world)
    world.store.save(Change.gone(the_invitation(world)))
    for _ in range(WRONG_CODE.most):
        with pytest.raises(CodeUnknown):
            begin(code, world)
    with pytest.raises(TooManyTries):
        begin(code, world)


def test_while_the_key_cannot_be_read_emails_wait_and_links_work() -> None:
    world = World()
    token = invited(world, a_student())
    world.clock.wait(timedelta(hours=1))
    without_key = replace(world.services, code_key=NoKey())
    with pytest.raises(ConnectionError):
        begin_by_code(newest_code(world), VISITOR, without_key)
    assert begin_answer(token, VISITOR, without_key).token
    ask_for_new_link(token, "192.0.2.1", world.services)
    [key] = world.queue.mails
    with pytest.raises(ConnectionError):
        send_invite(*key, without_key)
    assert kinds(world) == ["invitation"]
    send_all(world)
    assert kinds(world) == ["invitation", "new_link"]


# ------------------------------------------------------------ limits
def test_after_ten_wrong_codes_in_an_hour_nothing_is_looked_up_for_this_address() -> None:
    world = World()
    invited(world, a_student())
    code = newest_code(world)
    try_wrong_codes(10, world)
    services, digests = looked_up(world.services, lambda: None)
    for typed in (WRONG, code):
        with pytest.raises(TooManyTries) as refused:
            begin_by_code(typed, VISITOR, services)
        assert refused.value.limit == WRONG_CODE
    assert digests == []
    assert begin(code, world, Visitor("192.0.2.2", ""))
    world.clock.wait(timedelta(hours=1))
    assert begin(code, world)


def test_a_right_code_is_never_counted_whatever_it_leads_to() -> None:
    world = World()
    invited(world, a_student())
    code = newest_code(world)
    for _ in range(30):
        begin(code, world)
    world.clock.wait(timedelta(days=40))
    for _ in range(30):
        with pytest.raises(LinkExpired):
            begin(code, world)
    try_wrong_codes(9, world)
    with pytest.raises(LinkExpired):
        begin(code, world)
    try_wrong_codes(1, world)
    with pytest.raises(TooManyTries):
        begin(code, world)


def test_what_has_not_the_shape_of_a_code_is_not_looked_up_and_not_counted() -> None:
    world = World()
    for _ in range(30):
        with pytest.raises(NoCode):
            begin("7KX4M", world)
    assert not world.access.tries


def test_of_many_tries_at_once_ten_are_looked_up() -> None:
    """Each begins while the one before is being looked up."""
    world = World()

    def one_more() -> None:
        with suppress(CodeUnknown, TooManyTries):
            begin_by_code(new_code(), VISITOR, services)

    services, digests = looked_up(world.services, one_more)
    one_more()
    assert len(digests) == 10
    with pytest.raises(TooManyTries):
        begin(WRONG, world)


def test_a_try_that_was_refused_beside_a_right_one_does_not_count() -> None:
    world = World()
    invited(world, a_student())
    try_wrong_codes(9, world)

    def refused() -> None:
        with pytest.raises(TooManyTries):
            begin(WRONG, world)

    services, _ = looked_up(world.services, refused)
    begin_by_code(newest_code(world), VISITOR, services)
    try_wrong_codes(1, world)


def test_three_hundred_wrong_codes_in_an_hour_close_codes_for_everybody_and_links_for_nobody() -> None:
    world = World()
    token = invited(world, a_student())
    for number in range(30):
        try_wrong_codes(10, world, Visitor(f"192.0.2.{number}", ""))
    somebody = Visitor("198.51.100.1", "")
    for _ in range(20):
        with pytest.raises(TooManyTries) as refused:
            begin(newest_code(world), world, somebody)
        assert refused.value.limit == WRONG_CODE_ANYWHERE, "and it is not counted as theirs"
    assert begin_answer(token, somebody, world.services).token
    world.clock.wait(timedelta(hours=1))
    assert begin(newest_code(world), world, somebody)


# ------------------------------------------------------------ a new link
def test_the_page_of_an_expired_code_renews() -> None:
    world = World()
    invited(world, a_student())
    code = newest_code(world)
    world.clock.wait(timedelta(days=40))
    ask_by_code(code, "192.0.2.1", world.services)
    send_all(world)
    assert kinds(world) == ["invitation", "new_link"]
    assert begin(newest_code(world), world)


@pytest.mark.parametrize("typed", ["the code", WRONG, "7KX4M"])
def test_whatever_was_typed_the_answer_takes_as_long_and_is_the_same(typed: str) -> None:
    world = World()
    invited(world, a_student())
    before = world.clock.now
    ask_by_code(newest_code(world) if typed == "the code" else typed, "192.0.2.1", world.services)
    assert world.clock.now - before == ANSWERED_AFTER


def test_one_code_gets_three_new_links_in_six_hours_as_a_link_does() -> None:
    world = World()
    invited(world, a_student())
    code = newest_code(world)
    for _ in range(NEW_LINK.most):
        ask_by_code(code, "192.0.2.1", world.services)
    with pytest.raises(TooManyTries):
        ask_by_code(code, "192.0.2.1", world.services)


def test_asking_for_new_links_is_no_way_around_the_limit_of_wrong_codes() -> None:
    world = World()
    for number in range(10):
        ask_by_code(f"{number:010}", "192.0.2.1", world.services)
    with pytest.raises(TooManyTries):
        ask_by_code("1111111111", "192.0.2.1", world.services)
    assert world.store.all(Invitation) == []
