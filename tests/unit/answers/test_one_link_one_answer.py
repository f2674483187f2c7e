"""A link completes once, for the form session that saved. An address is no person: it may be that of several."""

import pytest

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.user import User
from homeroom.domain.families.parent_contact import ContactDetails, FilledForm, LivesWith, ParentContact, Relation
from homeroom.domain.invitations.history_event import EventKind
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.invitations.link_errors import LinkCompleted
from homeroom.domain.invitations.readers import KnownParent
from homeroom.domain.kernel.limits import TooManyTries
from homeroom.domain.mail.mail import MailKind
from homeroom.domain.roster.student import Student
from homeroom.use_cases.accounts.own_password import set_own_password
from homeroom.use_cases.accounts.sessions import find_user, start_log_in
from homeroom.use_cases.answers.add_parent import add_parent
from homeroom.use_cases.answers.answer import Answer, AnswerOver, read_answer
from homeroom.use_cases.answers.begin_answer import begin_answer
from homeroom.use_cases.answers.choose_parent import NotACandidate, choose_parent
from homeroom.use_cases.answers.open_link import Visitor
from homeroom.use_cases.answers.register_parent import RegisteredAlready, register_parent
from homeroom.use_cases.answers.save_contact import save_contact
from homeroom.use_cases.families.record_parent import Recorded
from tests.factories import a_student, details
from tests.fakes import World
from tests.steps.invited import MARIA, in_store, invited, kinds, newest_tokens, send_all

PAT, CHRIS = KnownParent(first_name="Pat", last_name="Lee"), KnownParent(first_name="Chris", last_name="Ray")
PAGE = "POST /answer/another-parent"


def begun(world: World, token: str) -> str:
    return begin_answer(token, Visitor("192.0.2.1", ""), world.services).token


def a_form(name: ContactDetails, *students: Student) -> FilledForm:
    return FilledForm(name, {s.id: Relation(relationship="Parent") for s in students})


def answer(world: World, form: str) -> Answer:
    return read_answer(form, world.services)


def save(world: World, form: str, filled: FilledForm) -> None:
    save_contact(form, filled, world.services)


def contacts(world: World) -> dict[str, ParentContact]:
    return {contact.details.first_name: contact for contact in world.store.all(ParentContact)}


def the_user(world: World, email: str = MARIA) -> User:
    user = world.services.access.user(email)
    assert user
    return user


def answered(world: World, student: Student, name: ContactDetails | None = None, **more: object) -> str:
    """The cookie of a parent who has answered about this student."""
    form = begun(world, invited(world, student, **more))
    if answer(world, form).must_choose:
        choose_parent(form, "", world.services)
    save(world, form, a_form(name or details(), student))
    send_all(world)
    return form


# ------------------------------------------------------------ one link, one answer
def test_of_four_open_forms_of_one_link_the_first_completes_and_the_others_end() -> None:
    world, noe = World(), a_student("Noé")
    token = invited(world, noe)
    first, *others = [begun(world, token) for _ in range(4)]
    save(world, first, a_form(details(mobile_phone="555 0100"), noe))
    for other in others:
        for tries in (
            lambda form=other: answer(world, form),
            lambda form=other: save(world, form, a_form(details("Eve"), noe)),
            lambda form=other: register_parent(form, "a-password-of-hers", "POST /answer/register", world.services),
            lambda form=other: add_parent(form, a_form(details("X"), noe), PAGE, send=False, services=world.services),
        ):
            with pytest.raises(LinkCompleted):
                tries()
    assert list(contacts(world)) == ["María"]
    assert not the_user(world).has_password
    save(world, first, a_form(details(mobile_phone="555 0199"), noe))
    assert contacts(world)["María"].details.mobile_phone == "555 0199", "the form that saved may still be corrected"


def test_whoever_answers_has_a_way_back_without_a_password() -> None:
    world, noe = World(), a_student("Noé")
    answered(world, noe)
    assert the_user(world).contact_ids == (contacts(world)["María"].id,)
    assert not the_user(world).has_password


def test_a_password_that_is_set_later_marks_the_invitation_as_registered() -> None:
    world, noe = World(), a_student("Noé")
    answered(world, noe)
    token = start_log_in(the_user(world), world.services).token
    user = find_user(token, world.services)
    assert user
    set_own_password(By(user, "POST /me/password"), token, "violet-harbor-teapot", "", world.services)
    [invitation], [contact] = world.store.all(Invitation), world.store.all(ParentContact)
    assert (invitation.registered_at, contact.registered) == (world.clock(), True)


# ------------------------------------------------------------ two people, one address
def test_a_couple_gets_one_email_with_a_link_for_each_and_each_keeps_their_own_contact() -> None:
    world, noe = World(), a_student("Noé")
    invited(world, noe, parent_name="Pat Lee", known=PAT, also=(CHRIS,))
    assert kinds(world) == ["invitation"]
    of_pat, of_chris = newest_tokens(world)
    pat, chris = begun(world, of_pat), begun(world, of_chris)
    assert [answer(world, form).reader for form in (pat, chris)] == [PAT, CHRIS]

    save(world, pat, a_form(details("Pat", "Lee", mobile_phone="555 0100"), noe))
    [invitation] = world.store.all(Invitation)
    assert invitation.is_open
    with pytest.raises(LinkCompleted):
        begun(world, of_pat)
    for form in (chris, begun(world, of_chris)):
        assert (answer(world, form).contact, answer(world, form).must_choose) == (None, False), "nothing of Pat's"
    send_all(world)
    save(world, chris, a_form(details("Chris", "Ray"), noe))

    [invitation] = world.store.all(Invitation)
    assert invitation.state is InvitationState.COMPLETED
    assert contacts(world)["Pat"].details.mobile_phone == "555 0100"
    assert set(in_store(world, noe).contact_ids) == {c.id for c in contacts(world).values()}
    assert the_user(world).contact_ids == (contacts(world)["Pat"].id, contacts(world)["Chris"].id)
    assert [answer_of.session for answer_of in invitation.answers] != ["", ""]


def test_the_address_of_a_couple_has_one_password_which_the_second_does_not_replace() -> None:
    world, noe = World(), a_student("Noé")
    invited(world, noe, known=PAT, also=(CHRIS,))
    pat, chris = (begun(world, token) for token in newest_tokens(world))
    save(world, pat, a_form(details("Pat", "Lee"), noe))
    register_parent(pat, "the-first-password", "POST /answer/register", world.services)
    save(world, chris, a_form(details("Chris", "Ray"), noe))
    with pytest.raises(RegisteredAlready):
        register_parent(chris, "another-password", "POST /answer/register", world.services)
    assert world.passwords.passwords[the_user(world).id] == "the-first-password"


def test_a_reminder_after_the_first_of_a_couple_has_answered_has_no_link_for_them() -> None:
    world, noe = World(), a_student("Noé")
    invited(world, noe, known=PAT, also=(CHRIS,))
    pat = begun(world, newest_tokens(world)[0])
    save(world, pat, a_form(details("Pat", "Lee"), noe))
    [invitation] = world.store.all(Invitation)
    assert invitation.awaited == [1]
    assert invitation.reminded().link_number == 0, "the newest links are those that work"


# ------------------------------------------------------------ later children
def test_a_parent_who_has_answered_is_asked_of_another_child_only_what_is_new() -> None:
    world, noe, ana = World(), a_student("Noé"), a_student("Ana")
    answered(world, noe)
    form = begun(
        world,
        invited(
            world,
            ana,
            id="b" * 24,
            parent_name="María García",
            known=KnownParent(first_name="maria", last_name="GARCIA"),
        ),
    )
    assert (answer(world, form).is_known, answer(world, form).must_choose) == (True, False)
    relation = Relation(relationship="Aunt", lives_with=LivesWith.NO)
    save(world, form, FilledForm(details("Eve", mobile_phone="1"), {ana.id: relation}))
    [contact] = contacts(world).values()
    assert (contact.details, set(contact.students)) == (details(), {noe.id, ana.id})
    assert contact.students[ana.id] == relation
    assert in_store(world, ana).contact_ids == (contact.id,)


def test_who_has_no_name_in_the_invitation_says_whether_they_are_the_parent_who_is_known() -> None:
    world, noe, ana, mei = World(), a_student("Noé"), a_student("Ana"), a_student("Mei")
    answered(world, noe)
    same = begun(world, invited(world, ana, id="b" * 24, parent_name=""))
    assert answer(world, same).must_choose
    assert answer(world, same).contact is None, "nothing is shown before"
    choose_parent(same, contacts(world)["María"].id, world.services)
    assert answer(world, same).is_known
    save(world, same, a_form(details("Eve"), ana))

    other = begun(world, invited(world, mei, id="c" * 24, parent_name=""))
    choose_parent(other, "", world.services)
    save(world, other, a_form(details("Luis"), mei))
    assert {name: set(contact.students) for name, contact in contacts(world).items()} == {
        "María": {noe.id, ana.id},
        "Luis": {mei.id},
    }
    assert len(the_user(world).contact_ids) == 2


def test_nobody_becomes_a_parent_of_another_address_or_of_another_student() -> None:
    """Also where that parent has typed this address into their own form, which proves nothing."""
    world, noe, ana = World(), a_student("Noé"), a_student("Ana")
    answered(world, noe, details("Pat", email="home@example.org"), email="pat@example.org")
    form = begun(world, invited(world, in_store(world, noe), ana, id="b" * 24, email="home@example.org"))
    assert answer(world, form).candidates == []
    with pytest.raises(NotACandidate):
        choose_parent(form, contacts(world)["Pat"].id, world.services)


# ------------------------------------------------------------ another parent
def test_another_parent_is_recorded_with_who_did_it_in_both_timelines() -> None:
    world, noe = World(), a_student("Noé")
    form = answered(world, noe)
    added = add_parent(
        form, a_form(details("Petra", email="petra@example.org"), noe), PAGE, send=True, services=world.services
    )
    assert added.invited
    first, second = sorted(world.store.all(Invitation), key=lambda i: i.kind is MailKind.CHECK_CONTACT)
    assert [(e.by, e.student_ids) for e in first.history if e.kind is EventKind.PARENT_ADDED] == [
        ("María García", (noe.id,))
    ]
    assert (second.inviter, second.by_parent) == ("María García", True)


def add_petra(world: World, form: str, *students: Student) -> Recorded:
    other = details("Petra", email="petra@example.org", mobile_phone="555 0142", street="1 Main Street")
    return add_parent(form, a_form(other, *students), PAGE, send=True, services=world.services)


def test_an_invitation_that_another_family_has_open_is_not_touched() -> None:
    world, noe, mei = World(), a_student("Noé"), a_student("Mei")
    form = answered(world, noe)
    token = invited(world, mei, id="b" * 24, email="petra@example.org", parent_name="Petra Li")
    petra = begun(world, token)
    before = world.store.one(Invitation, "b" * 24)
    added = add_petra(world, form, noe)
    assert (added.invited, bool(added.not_mailed)) == (False, True)
    assert world.store.one(Invitation, "b" * 24) == before
    send_all(world)
    assert kinds(world, "petra@example.org") == ["invitation"]
    assert answer(world, petra).candidates == [], "what was recorded about her stands with the other family"
    save(world, petra, a_form(details("Petra", email="petra@example.org"), mei))
    assert contacts(world)["Petra"].details.email == "petra@example.org"


def test_of_ones_own_family_an_open_invitation_goes_on_and_offers_what_was_recorded() -> None:
    world, noe = World(), a_student("Noé")
    token = invited(world, noe, id="b" * 24, email="petra@example.org", parent_name="Petra Li")
    form = answered(world, in_store(world, noe))
    added = add_petra(world, form, in_store(world, noe))
    assert (added.invited, bool(added.not_mailed)) == (False, True)
    standing = world.store.one(Invitation, "b" * 24)
    assert standing
    assert [e.by for e in standing.history if e.kind is EventKind.RECORDED] == ["María García"]
    petra = begun(world, token)
    assert [c.details.first_name for c in answer(world, petra).candidates] == ["Petra"]
    choose_parent(petra, added.contact.id, world.services)
    assert answer(world, petra).is_recorded
    save(world, petra, a_form(details("Petra", mobile_phone="555 0142"), noe))
    assert list(contacts(world)) == ["María", "Petra"]
    assert the_user(world, "petra@example.org").contact_ids == (added.contact.id,)


@pytest.mark.parametrize("send", [False, True])
def test_how_many_parents_one_may_record_a_day_has_an_end_also_without_emails(send: bool) -> None:
    world, noe = World(), a_student("Noé")
    form = answered(world, noe)

    def record(number: int) -> None:
        other = details(f"Aunt {number}", email=f"a{number}@example.org" if send else "")
        add_parent(form, a_form(other, noe), PAGE, send=send, services=world.services)

    allowed = 5 if send else 15
    for number in range(allowed):
        record(number)
    with pytest.raises(TooManyTries):
        record(allowed)
    assert len(contacts(world)) == allowed + 1


def test_a_parent_with_a_contact_of_their_own_keeps_it_and_the_one_recorded_twice_goes() -> None:
    world, noe, mei = World(), a_student("Noé"), a_student("Mei")
    answered(world, mei, details("Petra", email="petra@example.org"), id="b" * 24, email="petra@example.org")
    form = answered(world, noe)
    recorded = add_petra(world, form, noe).contact
    send_all(world)
    petra = begun(world, newest_tokens(world, "petra@example.org")[0])
    assert answer(world, petra).must_choose, "two of that name"
    own = next(c for c in world.store.all(ParentContact) if c.user_key == "petra@example.org")
    choose_parent(petra, own.id, world.services)
    save(world, petra, a_form(details("Eve"), noe))
    assert world.store.one(ParentContact, recorded.id) is None
    kept = world.store.one(ParentContact, own.id)
    assert kept
    assert (kept.details, set(kept.students)) == (own.details, {noe.id, mei.id})
    assert recorded.id not in in_store(world, noe).contact_ids


def test_a_recorded_contact_of_another_name_stays_when_somebody_else_at_its_address_answers() -> None:
    world, noe, mei = World(), a_student("Noé"), a_student("Mei")
    answered(world, mei, details("Otto", email="petra@example.org"), id="b" * 24, email="petra@example.org")
    form = answered(world, noe)
    recorded = add_petra(world, form, noe).contact
    send_all(world)
    otto = begun(world, newest_tokens(world, "petra@example.org")[0])
    choose_parent(otto, contacts(world)["Otto"].id, world.services)
    save(world, otto, a_form(details("Eve"), noe))
    assert world.store.one(ParentContact, recorded.id)
    assert len(in_store(world, noe).contact_ids) == 3


def test_the_form_of_another_parent_comes_after_ones_own() -> None:
    world, noe = World(), a_student("Noé")
    form = begun(world, invited(world, noe))
    with pytest.raises(AnswerOver):
        add_petra(world, form, noe)
    assert contacts(world) == {}
