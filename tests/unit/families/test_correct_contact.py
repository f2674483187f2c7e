"""The office corrects a contact: what it may, what a parent has decided, and who said so."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from homeroom.domain.accounts.address_change import AddressTaken
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry
from homeroom.domain.families.edition import ChangedElsewhere, edition_of
from homeroom.domain.families.office_entry import HowSaid, Said
from homeroom.domain.families.parent_contact import FilledForm, LivesWith, ParentContact, Relation
from homeroom.domain.families.sharing import Audience, Sharing
from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.invitation import InvitationState
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import HomeroomError, NotFound
from homeroom.domain.mail.mail import MailKind
from homeroom.use_cases.accounts.sessions import start_answering
from homeroom.use_cases.answers.answer import AnswerOver, read_answer
from homeroom.use_cases.answers.begin_answer import begin_answer
from homeroom.use_cases.answers.open_link import Visitor
from homeroom.use_cases.families.confirm_address import confirm_new_address
from homeroom.use_cases.families.contact_changes import take_back_change
from homeroom.use_cases.families.correct_contact import Correction, ProvedAddressMissing, correct_contact
from homeroom.use_cases.families.my_information import edit_my_information
from homeroom.use_cases.invitations.manage_invitation import hold
from homeroom.use_cases.people.delete_information import changes_without
from homeroom.use_cases.people.find_person import find_person
from homeroom.use_cases.ports.services import Services
from tests.factories import a_contact, a_parent_user, a_student, by, by_admin, details
from tests.fakes import World
from tests.steps.address_mail import address_mails_sent, address_token
from tests.steps.invited import MARIA, block, in_store, invited, mails_to, newest_token, send_all, the_invitation
from tests.steps.meanwhile import Meanwhile
from tests.steps.plug import Plug, PulledThePlug, crash_points, wired

NOE, ANA = a_student("Noé"), a_student("Ana")
SHARED = Sharing(email=Audience.HOMEROOM, phone=Audience.SITE)
SAID = Said(HowSaid.PHONE, "María called on May 3.")
NEW = "mia@example.net"
CONTACT = a_contact(NOE, ANA, details=details(sharing=SHARED))


def a_world(contact: ParentContact = CONTACT) -> World:
    world = World()
    world.store.save(*(Change.new(student.linked_to(contact.id)) for student in (NOE, ANA)), Change.new(contact))
    if contact.user_key:
        world.store.save(Change.new(a_parent_user(contact)))
    return world


PROVED = replace(CONTACT, user_key=MARIA, registered=True)


def stored(world: World) -> ParentContact:
    [contact] = world.store.all(ParentContact)
    return contact


def correct(
    world: World,
    relations: Mapping[str, Relation] | None = None,
    *,
    services: Services | None = None,
    seen: str | None = None,
    **changed: object,
) -> ParentContact:
    form = FilledForm(replace(stored(world).details, **changed), relations or dict(stored(world).students))  # type: ignore[arg-type]
    correction = Correction(form, SAID, seen)
    return correct_contact(NOE.id, CONTACT.id, correction, by_admin(), services or world.services).contact


def test_each_piece_is_corrected_with_who_said_so_and_the_siblings_relation() -> None:
    world = a_world()
    correct(
        world,
        {ANA.id: Relation(relationship="Aunt", lives_with=LivesWith.NO)},
        last_name="Garza",
        mobile_phone="555 0199",
        email=NEW,
        language="es",
        receives_school_mail=False,
    )
    after = stored(world)
    assert (after.details.last_name, after.details.mobile_phone, after.details.email) == ("Garza", "555 0199", NEW)
    assert (after.details.language, after.details.receives_school_mail) == ("es", False)
    assert [after.students[s.id].relationship for s in (NOE, ANA)] == ["Mother", "Aunt"]
    assert after.office_entry
    assert (after.office_entry.at, after.office_entry.by, after.office_entry.said) == (
        world.clock(),
        "Jordan Ellis",
        SAID,
    )
    [entry] = world.store.all(AuditEntry)
    assert (entry.action, entry.actor, set(entry.about.student_ids)) == (
        AuditAction.CONTACT_CORRECTED,
        "u-admin",
        {NOE.id, ANA.id},
    )


@pytest.mark.parametrize("wanted", Audience)
def test_the_office_shares_less_and_never_more(wanted: Audience) -> None:
    world = a_world()
    correct(world, first_name="Mari", sharing=Sharing(email=wanted, phone=wanted, address=wanted))
    after = stored(world).details.sharing
    less = Audience.NOBODY if wanted is Audience.NOBODY else Audience.HOMEROOM
    assert after == Sharing(email=less, phone=wanted, address=Audience.NOBODY)


def test_an_address_that_nobody_has_proved_is_replaced_and_proves_nothing() -> None:
    world = a_world()
    correct(world, email=NEW)
    assert (stored(world).details.email, stored(world).new_email, stored(world).user_key) == (NEW, "", "")
    assert world.queue.new_addresses == []


def test_a_proved_address_stays_the_log_in_until_a_link_to_the_new_one_is_used() -> None:
    world = a_world(PROVED)
    for _ in range(2):
        correct(world, email=NEW)
    after = stored(world)
    assert (after.details.email, after.new_email, after.user_key) == (MARIA, NEW, MARIA)
    assert {number for _, number, _ in world.queue.new_addresses} == {1}
    assert world.services.access.user(NEW) is None
    address_mails_sent(world)
    confirm_new_address(address_token(world.mailer.sent[-1]), "192.0.2.1", "", "POST /somewhere", world.services)
    assert (stored(world).details.email, stored(world).user_key) == (NEW, NEW)
    user = world.services.access.user(NEW)
    assert user
    assert user.has_password


def test_a_proved_address_is_neither_left_out_nor_changed_to_somebody_elses_log_in() -> None:
    world = a_world(PROVED)
    world.store.save(Change.new(User(id="u2", email=NEW, name="Sam", contact_ids=("other",))))
    for typed, refused in (("", ProvedAddressMissing), (NEW, AddressTaken)):
        with pytest.raises(refused):
            correct(world, email=typed)
    assert stored(world).details.email == MARIA
    assert stored(world).new_email == ""


def test_the_same_as_before_changes_nothing_and_is_not_recorded() -> None:
    world = a_world()
    correct(world)
    assert stored(world).version == 1
    assert world.store.all(AuditEntry) == []


def test_of_two_at_once_the_second_sees_both_and_decides() -> None:
    world = a_world(PROVED)
    seen = edition_of(stored(world))
    mine = FilledForm(replace(PROVED.details, mobile_phone="555 0111"), dict(PROVED.students))
    edit_my_information(by(a_parent_user(PROVED)), mine, world.services, seen)
    with pytest.raises(ChangedElsewhere) as changed:
        correct(world, seen=seen, mobile_phone="555 0122")
    assert changed.value.stored
    assert changed.value.stored.details.mobile_phone == "555 0111"
    assert changed.value.wanted.details.mobile_phone == "555 0122"
    correct(world, seen=edition_of(stored(world)), mobile_phone="555 0122")
    assert stored(world).details.mobile_phone == "555 0122"


def test_what_the_parent_changes_then_is_their_own_word() -> None:
    world = a_world(PROVED)
    correct(world, mobile_phone="555 0122")
    assert stored(world).corrected_at == world.clock()
    mine = FilledForm(replace(stored(world).details, mobile_phone="555 0111"), dict(PROVED.students))
    edit_my_information(by(a_parent_user(PROVED)), mine, world.services)
    assert stored(world).office_entry is None


def test_whoever_dies_anywhere_and_presses_again_has_corrected_once() -> None:
    counting = Plug()
    counted = a_world(PROVED)
    correct(counted, services=wired(counted.services, counting), email=NEW)
    for at, before in crash_points(counting.calls):
        world = a_world(PROVED)
        with pytest.raises(PulledThePlug):
            correct(world, services=wired(world.services, Plug(at, before)), email=NEW)
        correct(world, email=NEW)
        assert (stored(world).new_email, len(world.store.all(AuditEntry))) == (NEW, 1)
        assert {number for _, number, _ in world.queue.new_addresses} == {1}


def test_whoever_is_quicker_at_any_moment_is_not_overwritten_unseen() -> None:
    counting = Plug()
    counted = a_world(PROVED)
    correct(counted, services=wired(counted.services, counting), first_name="Mari")
    for at in range(1, counting.calls + 1):
        world = a_world(PROVED)
        seen = edition_of(stored(world))
        theirs = partial(correct, world, last_name="Garza")
        services = wired(world.services, Meanwhile(at, theirs))
        try:
            correct(world, services=services, seen=seen, first_name="Mari")
        except ChangedElsewhere:
            assert stored(world).details.first_name == "María"
        assert stored(world).details.last_name == "Garza"


def test_a_contact_of_another_student_is_not_found() -> None:
    world = a_world()
    for ids in ((a_student("Mei").id, CONTACT.id), (NOE.id, "nobody")):
        with pytest.raises(NotFound):
            correct_contact(*ids, Correction(FilledForm(CONTACT.details, {})), by_admin(), world.services)


def test_who_has_told_the_office_about_another_parent_is_gone_with_their_own_information() -> None:
    world = a_world()
    correct(world, mobile_phone="555 0122")
    rosa = a_contact(NOE, id="rosa", details=details("María", "Rosales", email="rosa@example.org"))
    student = world.services.roster.students([NOE.id])[NOE.id]
    world.store.save(Change(student, student.linked_to("rosa")), Change.new(rosa))
    rosa = world.services.roster.contacts(["rosa"])["rosa"]
    world.store.save(*changes_without(rosa, find_person(rosa, None, world.services), None, world.services))
    entry = stored(world).office_entry
    assert entry
    assert (entry.said.how, entry.said.note) == (HowSaid.PHONE, "")


CHECK: dict[str, Any] = {"kind": MailKind.CHECK_CONTACT, "contact_id": CONTACT.id, "email": MARIA}


def asked_to_check() -> World:
    """At an address that turns out to be a stranger's, who has begun."""
    world = a_world()
    invited(world, in_store(world, NOE), in_store(world, ANA), **CHECK)
    return world


def test_a_stranger_who_was_asked_to_check_a_contact_reads_nothing_of_it_once_its_address_is_corrected() -> None:
    world = asked_to_check()
    form = start_answering(the_invitation(world).id, world.services).token
    assert read_answer(form, world.services).contact
    old = newest_token(world)
    world.clock.wait(timedelta(minutes=1))
    correct(world, email=NEW, street="12 New Street")
    send_all(world)
    with pytest.raises(AnswerOver):
        read_answer(form, world.services)
    with pytest.raises(HomeroomError):
        begin_answer(old, Visitor("192.0.2.1", ""), world.services)
    asked = the_invitation(world)
    assert (asked.email, asked.is_open, asked.contact_id) == (NEW, True, CONTACT.id)
    assert newest_token(world, NEW) != old
    assert [lock.email_key for lock in world.store.all(AddressLock)] == [NEW]


@pytest.mark.parametrize("why", ["none", "blocked", "asked", "must not be told", "held"])
def test_where_nobody_can_be_asked_at_the_corrected_address_the_question_ends(why: str) -> None:
    world = asked_to_check()
    own_id = the_invitation(world).id
    if why == "blocked":
        block(world, NEW)
    elif why == "asked":
        world.store.save(Change.new(AddressLock(email_key=NEW, invitation_id="b" * 24)))
    elif why == "must not be told":
        noe = in_store(world, NOE)
        world.store.save(Change(noe, noe.without_contact([NEW])))
    elif why == "held":
        hold(own_id, by_admin(), world.services)
    correct(world, email="" if why == "none" else NEW)
    send_all(world)
    assert the_invitation(world).state is InvitationState.WITHDRAWN
    assert MARIA not in [lock.email_key for lock in world.store.all(AddressLock)]
    assert [in_store(world, s).open_invitation_ids for s in (NOE, ANA)] == [(), ()]
    assert mails_to(world, NEW) == []


def test_an_address_that_is_taken_back_takes_the_question_with_it() -> None:
    world = asked_to_check()
    correct(world, email=NEW)
    take_back_change(NOE.id, CONTACT.id, 1, by_admin(), world.services)
    assert (stored(world).details.email, the_invitation(world).email) == (MARIA, MARIA)


def test_who_is_no_parent_now_is_not_told_of_the_student_at_the_corrected_address() -> None:
    over = Relation(relationship="Mother", until=date(2026, 8, 1), days_by_office=True)
    world = World()
    contact = replace(CONTACT, students={NOE.id: over})
    world.store.save(Change.new(NOE.inactively_linked_to(CONTACT.id)), Change.new(contact))
    correct(world, email=NEW)
    assert in_store(world, NOE).must_not_tell(NEW)
