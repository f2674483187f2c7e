"""Two contacts that are one person's become one: whatever led to either leads to the one that stays."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from homeroom.domain.accounts.address_change import AddressChange
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry
from homeroom.domain.families.edition import ChangedElsewhere, edition_of
from homeroom.domain.families.exclusion import Exclusion
from homeroom.domain.families.merging import CannotMerge, MergeProblem
from homeroom.domain.families.parent_contact import FilledForm, ParentContact, Relation
from homeroom.domain.families.sharing import Audience, Sharing
from homeroom.domain.families.visibility import is_excluded
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.parent_request import ParentRequest
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.mail.mail import MailKind
from homeroom.domain.roster.student import Student
from homeroom.use_cases.accounts.address_emails import to_be_told
from homeroom.use_cases.accounts.sessions import find_user, start_answering, start_log_in
from homeroom.use_cases.answers.answer import read_answer
from homeroom.use_cases.answers.save_contact import save_contact
from homeroom.use_cases.families.merge_contacts import (
    ContactsChanged,
    merge_contacts,
    two_contacts,
)
from homeroom.use_cases.families.my_information import edit_my_information, my_information
from homeroom.use_cases.families.same_as import likely_same, same_as
from homeroom.use_cases.families.viewpoint import viewpoint_of, with_known_exclusions
from homeroom.use_cases.ports.services import Services
from tests.factories import TODAY, YEAR, a_contact, a_parent_user, a_student, an_invitation, by, by_admin, details
from tests.fakes import World
from tests.steps.invited import MARIA, in_store, invited, the_invitation
from tests.steps.meanwhile import Meanwhile
from tests.steps.plug import Plug, PulledThePlug, crash_points, wired

NOE, ANA = a_student("Noé"), a_student("Ana")
PHONE = "(415) 555-2671"
OTHER = "m.garcia@example.net"
PROVED = a_contact(
    NOE,
    id="proved",
    user_key=MARIA,
    registered=True,
    details=details(mobile_phone=PHONE, sharing=Sharing(phone=Audience.SITE)),
)
RECORDED = a_contact(ANA, id="recorded", details=details("Maria", email=OTHER, mobile_phone=PHONE, street="1 Main St"))
SAME_USER = replace(RECORDED, id="again", user_key=MARIA, registered=True, new_email=OTHER)


def a_world(*contacts: ParentContact, students: tuple[Student, ...] = (NOE, ANA)) -> World:
    """Each student knows its contacts; whoever has proved the usual address logs in with it."""
    world = World()
    for student in students:
        linked = student
        for contact in contacts:
            linked = linked.linked_to(contact.id) if student.id in contact.students else linked
        world.store.save(Change.new(linked))
    world.store.save(*map(Change.new, contacts))
    own = [contact.id for contact in contacts if contact.user_key == MARIA]
    if own:
        world.store.save(Change.new(replace(a_parent_user(contacts[0]), contact_ids=tuple(own))))
    return world


def merge(
    world: World, *taken: str, ids: tuple[str, str] = ("proved", "recorded"), services: Services | None = None
) -> None:
    seen = two_contacts(NOE.id, *ids, world.services).edition
    merge_contacts((NOE.id, *ids), taken, seen, by_admin(), services or world.services)


def the_contact(world: World) -> ParentContact:
    [contact] = world.store.all(ParentContact)
    return contact


def test_what_was_recorded_for_a_sibling_is_the_log_ins_own_then() -> None:
    world = a_world(PROVED, RECORDED)
    assert [c.id for c in likely_same(in_store(world, NOE), world.services)["proved"]] == ["recorded"]
    merge(world, "address")
    after = the_contact(world)
    assert (after.id, after.user_key, after.details.email, after.details.street) == (
        "proved",
        MARIA,
        MARIA,
        "1 Main St",
    )
    assert after.details.sharing == Sharing()
    assert {s.id: in_store(world, s).contact_ids for s in (NOE, ANA)} == {NOE.id: ("proved",), ANA.id: ("proved",)}
    user = world.services.access.user(MARIA)
    assert user
    assert {s.first_name for s in my_information(user, world.services).theirs} == {"Noé", "Ana"}
    [entry] = world.store.all(AuditEntry)
    assert (entry.action, entry.about.user_id) == (AuditAction.CONTACTS_MERGED, user.id)
    assert set(entry.about.student_ids) == {NOE.id, ANA.id}


def test_whoever_reads_at_the_address_that_goes_is_asked_like_anybody_and_sees_nothing_of_it() -> None:
    world = a_world(PROVED, RECORDED)
    ana = in_store(world, ANA)
    invited(world, ana, email=OTHER, kind=MailKind.CHECK_CONTACT, contact_id="recorded")
    form = start_answering(the_invitation(world).id, world.services).token
    assert read_answer(form, world.services).contact
    merge(world)
    assert (the_invitation(world).kind, the_invitation(world).contact_id) == (MailKind.INVITATION, "")
    answer = read_answer(form, world.services)
    assert (answer.contact, answer.candidates) == (None, [])
    typed = FilledForm(details("Maria", email=OTHER), {ANA.id: Relation(relationship="Mother")})
    save_contact(form, typed, world.services)
    assert len(world.store.all(ParentContact)) == 2, "what was typed is not lost"


@pytest.mark.parametrize("taken", [(), ("email",)])
@pytest.mark.parametrize("asked", ["first", "recorded"])
def test_of_two_that_nobody_has_confirmed_the_address_that_is_not_kept_may_be_a_strangers(
    asked: str, taken: tuple[str, ...]
) -> None:
    typo = "maria.garcai@example.net"
    wrong, of_noe = replace(RECORDED.details, email=typo), {NOE.id: Relation(relationship="Mother")}
    first = replace(RECORDED, id="first", details=wrong, students=of_noe)
    world = a_world(first, RECORDED)
    of_whom, there = (NOE, typo) if asked == "first" else (ANA, OTHER)
    invited(world, in_store(world, of_whom), email=there, kind=MailKind.CHECK_CONTACT, contact_id=asked)
    form = start_answering(the_invitation(world).id, world.services).token
    merge(world, *taken, ids=("first", "recorded"))
    is_kept = the_contact(world).details.email == there
    assert bool(the_invitation(world).contact_id) is is_kept
    assert bool(read_answer(form, world.services).contact) is is_kept


def test_a_form_that_was_open_is_saved_to_the_one_that_stays_or_says_that_it_has_changed() -> None:
    """Of two that nobody has confirmed."""
    first = replace(RECORDED, id="first", students={NOE.id: Relation(relationship="Mother")})
    world = a_world(first, RECORDED)
    invited(world, in_store(world, ANA), email=OTHER, kind=MailKind.CHECK_CONTACT, contact_id="recorded")
    form = start_answering(the_invitation(world).id, world.services).token
    opened = read_answer(form, world.services).contact
    merge(world, ids=("first", "recorded"))
    stays = the_contact(world)
    assert the_invitation(world).contact_id == stays.id
    typed = FilledForm(details("María", email=OTHER, home_phone="555 0100"), {ANA.id: Relation(relationship="Mum")})
    with pytest.raises(ChangedElsewhere):
        save_contact(form, typed, world.services, edition_of(opened))
    save_contact(form, typed, world.services, edition_of(stays))
    after = the_contact(world)
    assert (after.id, after.details.home_phone, after.user_key) == (stays.id, "555 0100", OTHER)


def test_one_reader_with_two_contacts_has_one_in_every_log_in_and_request() -> None:
    luis = a_contact(NOE, id="luis", user_key=MARIA, details=details("Luis"))
    world = a_world(PROVED, SAME_USER, luis)
    user = world.services.access.user(MARIA)
    assert user
    token = start_log_in(user, world.services, contact_id="proved").token
    change = AddressChange(contact_id="again", number=1, asked_at=world.clock())
    told = to_be_told("again", 1, MARIA, world.clock())
    asked = ParentRequest(
        id="r1",
        student_id=ANA.id,
        email="li@example.org",
        parent_name="",
        contact_id="proved",
        user_id=user.id,
        asked_by="María",
        asked_at=world.clock(),
    )
    invitation = an_invitation(ANA, contact_id="proved", inviter="María")
    world.store.save(Change.new(change), Change.new(told), Change.new(asked), Change.new(invitation))
    ana = in_store(world, ANA)
    world.store.save(Change(ana, ana.with_open_invitation(invitation.id)))
    merge(world, ids=("proved", "again"))
    stays = next(contact for contact in world.store.all(ParentContact) if contact.id != "luis")
    assert (stays.id, stays.new_email) == ("again", OTHER), "a new address goes on waiting"
    [session] = [s for s in world.services.access.sessions(MARIA) if s.contact_id]
    assert session.contact_id == "again"
    viewer = find_user(token, world.services)
    assert viewer
    assert viewer.contact_id == "again"
    assert sorted(world.services.access.user(MARIA).contact_ids) == ["again", "luis"]  # type: ignore[union-attr]
    assert world.services.parent_requests.of_parent("proved") == []
    assert [one.id for one in world.services.parent_requests.of_parent("again")] == ["r1"]
    assert world.store.one(Invitation, invitation.id).contact_id == "again"  # type: ignore[union-attr]


def test_emails_about_an_address_that_waited_go_with_the_contact() -> None:
    world = a_world(replace(PROVED, new_email="mia@example.net"), replace(SAME_USER, new_email=""))
    told = to_be_told("again", 1, OTHER, world.clock())
    world.store.save(Change.new(AddressChange(contact_id="again", number=1, asked_at=world.clock())), Change.new(told))
    merge(world, ids=("proved", "again"))
    assert world.services.address_changes.get("again") is None
    assert world.services.mails.get_many([(told.invitation_id, told.send_number)]) == {}


@pytest.mark.parametrize("seen_from", ["proved", "other"])
def test_two_who_have_each_proved_an_address_are_refused_and_stay_as_they_are(seen_from: str) -> None:
    other = replace(RECORDED, id="other", user_key=OTHER)
    world = a_world(PROVED, other)
    world.store.save(Change.new(User(id="u2", email=OTHER, name="Maria", contact_ids=("other",))))
    student, another = (NOE, "other") if seen_from == "proved" else (ANA, "proved")
    two = two_contacts(student.id, seen_from, another, world.services)
    with pytest.raises(CannotMerge) as refused:
        merge_contacts((student.id, seen_from, another), (), two.edition, by_admin(), world.services)
    assert refused.value.message.is_(MergeProblem.TWO_LOG_INS)
    assert {c.version for c in world.store.all(ParentContact)} == {1}
    assert world.store.all(AuditEntry) == []


def test_an_address_that_must_not_be_told_of_a_student_does_not_learn_of_it_by_merging() -> None:
    world = a_world(PROVED, RECORDED, students=(NOE, ANA.without_contact([MARIA])))
    with pytest.raises(CannotMerge) as refused:
        merge(world)
    assert refused.value.message.is_(MergeProblem.NOT_TO_BE_TOLD)
    assert in_store(world, ANA).contact_ids == ("recorded",)


def test_custody_that_is_over_in_one_of_them_is_over_and_a_child_that_was_kept_out_of_lists_stays_so() -> None:
    over = Relation(relationship="Mother", until=date(2026, 8, 1), days_by_office=True)
    again = replace(RECORDED, students={NOE.id: over, ANA.id: Relation(relationship="Mother")})
    world = a_world(PROVED, again, students=(NOE, ANA.linked_to("recorded").unlisted("recorded")))
    merge(world)
    assert (in_store(world, NOE).contact_ids, in_store(world, NOE).inactive_contact_ids) == ((), ("proved",))
    assert in_store(world, NOE).must_not_tell(MARIA)
    assert the_contact(world).students[NOE.id].days_by_office
    assert in_store(world, ANA).unlisted_by == ("proved",)


def test_who_was_excluded_from_a_list_stays_excluded() -> None:
    also_noes = {NOE.id: Relation(), ANA.id: Relation()}
    called = replace(SAME_USER.details, first_name="Mary", last_name="Rivera")
    seen = replace(SAME_USER, details=called, students=also_noes)
    chosen = Exclusion(contact_id="again", name="Mary Rivera")
    family = a_contact(a_student("Mei"), id="family", details=details("Li"), exclusions=(chosen,))
    world = a_world(replace(PROVED, new_email=OTHER), replace(seen, new_email=""))
    world.store.save(Change.new(family))
    world.store.save(Change(None, a_student("Mei").linked_to("family")))
    merge(world, ids=("proved", "again"))
    user = world.services.access.user(MARIA)
    assert user
    viewpoint = viewpoint_of(user, YEAR, TODAY, world.services)
    assert viewpoint
    [known] = with_known_exclusions(world.services.roster.contacts(["family"]).values(), world.services)
    assert is_excluded(known, viewpoint)


def test_who_was_excluded_stays_so_whatever_the_office_has_called_them_before_it_merged_them() -> None:
    chosen = Exclusion(contact_id="recorded", name="Mara Garcia")
    world = a_world(PROVED, RECORDED)
    family = a_contact(a_student("Mei"), id="family", details=details("Li"), exclusions=(chosen,))
    world.store.save(Change.new(family))
    merge(world)
    user = world.services.access.user(MARIA)
    assert user
    viewpoint = viewpoint_of(user, YEAR, TODAY, world.services)
    assert viewpoint
    [known] = with_known_exclusions([family], world.services)
    assert is_excluded(known, viewpoint)


def test_whom_the_one_that_goes_has_recorded_the_other_has() -> None:
    luis = a_contact(ANA, id="luis", details=details("Luis"), recorded_by="recorded", recorded_as="Luis")
    world = a_world(PROVED, RECORDED, luis)
    merge(world)
    assert world.services.roster.contacts(["luis"])["luis"].recorded_by == "proved"


def test_pressed_twice_or_by_two_it_is_done_once_and_what_has_changed_is_shown_first() -> None:
    world = a_world(PROVED, RECORDED)
    seen = two_contacts(NOE.id, "proved", "recorded", world.services).edition
    user = world.services.access.user(MARIA)
    assert user
    mine = FilledForm(replace(PROVED.details, home_phone="555 0100"), dict(PROVED.students))
    edit_my_information(by(user), mine, world.services)
    with pytest.raises(ContactsChanged):
        merge_contacts((NOE.id, "proved", "recorded"), (), seen, by_admin(), world.services)
    merge(world)
    merge_contacts((NOE.id, "proved", "recorded"), (), seen, by_admin(), world.services)
    merged = [e for e in world.store.all(AuditEntry) if e.action is AuditAction.CONTACTS_MERGED]
    assert (len(merged), the_contact(world).details.home_phone) == (1, "555 0100")


def test_whoever_dies_anywhere_leaves_all_or_nothing_and_a_parent_who_saves_meanwhile_loses_nothing() -> None:
    counting = Plug()
    counted = a_world(PROVED, RECORDED)
    merge(counted, services=wired(counted.services, counting))
    for at, before in crash_points(counting.calls):
        world = a_world(PROVED, RECORDED)
        with pytest.raises(PulledThePlug):
            merge(world, services=wired(world.services, Plug(at, before)))
        assert len(world.store.all(ParentContact)) in (1, 2)
        merge_again(world)
        assert the_contact(world).students.keys() == {NOE.id, ANA.id}
    mine = FilledForm(replace(PROVED.details, home_phone="555 0100"), dict(PROVED.students))
    for at in range(1, counting.calls + 1):
        world = a_world(PROVED, RECORDED)
        user = world.services.access.user(MARIA)
        assert user
        saves = partial(edit_my_information, by(user), mine, world.services)
        try:
            merge(world, services=wired(world.services, Meanwhile(at, saves)))
        except ContactsChanged:
            assert len(world.store.all(ParentContact)) == 2
        assert world.services.roster.contacts(["proved"])["proved"].details.home_phone == "555 0100"


def merge_again(world: World) -> None:
    if len(world.store.all(ParentContact)) == 2:
        merge(world)


def test_offered_are_who_looks_alike_anywhere_and_the_students_other_contacts() -> None:
    mei, abroad = a_student("Mei", "Li"), details("María", email="x@example.org", home_phone=PHONE)
    elsewhere = a_contact(mei, id="elsewhere", details=abroad)
    stranger = a_contact(mei, id="stranger", details=details("María", email="y@example.org"))
    luis = a_contact(NOE, id="luis", details=details("Luis"))
    world = a_world(PROVED, RECORDED, luis, elsewhere, stranger, students=(NOE, ANA, mei))
    _, _, offered = same_as(NOE.id, "proved", world.services)
    assert [(one.contact.id, one.looks_alike) for one in offered] == [
        ("recorded", True),
        ("elsewhere", True),
        ("luis", False),
    ]
    for ids in (("proved", "stranger"), ("proved", "proved"), ("stranger", "proved")):
        with pytest.raises(NotFound):
            two_contacts(NOE.id, *ids, world.services)
