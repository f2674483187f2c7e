"""A family keeps its child out of all lists that other parents see: each parent decides about their own wish."""

from dataclasses import replace

import pytest

from homeroom.domain.families.parent_contact import FilledForm, ParentContact, Relation
from homeroom.domain.families.sharing import Audience
from homeroom.domain.kernel.change import Change, Stored
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.roster.student import Student
from homeroom.domain.site.site_settings import ParentsInvite, SiteSettings
from homeroom.use_cases.answers.begin_answer import begin_answer
from homeroom.use_cases.answers.open_link import Visitor
from homeroom.use_cases.answers.save_contact import save_contact
from homeroom.use_cases.families.my_information import edit_my_information
from homeroom.use_cases.invitations.invite_parent import Invitee, invite_parent
from homeroom.web.forms.families.sharing_form import kept_out_values, read_for_preview, read_kept_out
from homeroom.web.forms.families.sharing_part import kept_out_by_others
from tests.factories import YEAR, a_contact, a_parent_user, a_student, by, by_admin, details
from tests.fakes import World
from tests.steps.invited import in_store, invited

NOE, ANA = a_student("Noé", id="noe"), a_student("Ana", id="ana")
MARIA, PAT = a_contact(NOE, id="maria"), a_contact(NOE, id="pat", details=details("Pat", email="pat@example.org"))


def a_world(student: Student = NOE) -> World:
    world = World()
    linked = student.linked_to("maria").linked_to("pat")
    things: list[Stored] = [SiteSettings(school_year=YEAR, parents_invite=ParentsInvite.YES), linked, MARIA, PAT]
    world.store.save(*map(Change.new, things))
    return world


def edit(world: World, contact: ParentContact, **kept_out: bool) -> None:
    form = FilledForm(contact.details, dict(contact.students), kept_out=kept_out)
    edit_my_information(by(a_parent_user(contact)), form, world.services)


def test_a_parent_changes_their_own_wish_alone() -> None:
    world = a_world()
    edit(world, MARIA, noe=True)
    edit(world, PAT, noe=True)
    edit(world, PAT)
    assert in_store(world, NOE).unlisted_by == ("maria", "pat")
    edit(world, MARIA, noe=False)
    assert in_store(world, NOE).unlisted_by == ("pat",)
    assert not in_store(world, NOE).is_listed


def test_nobody_decides_about_a_child_who_is_not_theirs() -> None:
    world = a_world()
    world.store.save(Change.new(ANA))
    edit(world, MARIA, ana=True)
    assert in_store(world, ANA).is_listed
    over = NOE.linked_to("maria").inactively_linked_to("maria")
    assert over.as_wished("maria", kept_out=True).is_listed


def test_the_first_form_behind_a_link_says_so_together_with_the_contact() -> None:
    world = World()
    token = begin_answer(invited(world, NOE), Visitor("192.0.2.1", ""), world.services).token
    relations = {"noe": Relation(relationship="Mother")}
    save_contact(token, FilledForm(details(), relations, kept_out={"noe": True}), world.services)
    [contact] = world.store.all(ParentContact)
    assert in_store(world, NOE).unlisted_by == (contact.id,)
    save_contact(token, FilledForm(details(), relations, kept_out={"noe": False}), world.services)
    assert in_store(world, NOE).is_listed


def test_a_parent_who_is_unlinked_wishes_nothing_any_more() -> None:
    assert NOE.linked_to("maria").unlisted("maria").unlinked_from("maria").is_listed


def test_no_parent_of_another_child_invites_for_one_who_is_kept_out() -> None:
    world = a_world(NOE.unlisted("maria"))
    with pytest.raises(NotFound):
        invite_parent("noe", Invitee("x@example.org", ""), by(a_parent_user(PAT)), world.services)
    alone = replace(ANA, unlisted_by=("gone",))
    world.store.save(Change.new(alone))
    assert invite_parent("ana", Invitee("x@example.org", ""), by_admin(), world.services).mail


# --------------------------------------------------------------- the form
@pytest.mark.parametrize(
    ("typed", "wishes"),
    [
        ({}, {}),
        ({"keep_out_noe": "yes"}, {"noe": True}),
        ({"keep_out_noe": "yes", "kept_out_noe": "yes"}, {}),
        ({"kept_out_noe": "yes"}, {"noe": False}),
        ({"keep_out_other": "yes"}, {}),
        ({"keep_out_noe": "no"}, {}),
    ],
)
def test_only_what_the_parent_has_changed_is_a_wish(typed: dict[str, str], wishes: dict[str, bool]) -> None:
    """A tab that was open before the box was checked in another one does not take it back."""
    assert read_kept_out(typed, [NOE]) == wishes


def test_the_form_begins_with_the_parents_own_wish_and_says_that_there_is_another_ones() -> None:
    noe = NOE.linked_to("maria").linked_to("pat").unlisted("pat")
    assert kept_out_values("maria", [noe]) == {}
    assert kept_out_values("pat", [noe]) == {"keep_out_noe": "yes", "kept_out_noe": "yes"}
    assert kept_out_by_others(MARIA, [noe]) == ["noe"]
    assert kept_out_by_others(PAT, [noe]) == []
    assert kept_out_by_others(None, [noe]) == kept_out_by_others(a_contact(id="stranger"), [noe]) == []


def test_a_preview_is_of_what_was_typed_as_far_as_it_can_be_read() -> None:
    typed = {"first_name": "Ada", "email": "no address", "mobile_phone": "415 555 2671", "share_phone": "site"}
    seen = read_for_preview(typed | {"share_email": "everybody", "street": "\x00"}, "US")
    assert (seen.name, seen.email, seen.street, seen.sharing.phone) == ("Ada", "", "", Audience.SITE)
    assert seen.mobile_phone.endswith("2671")
    assert not read_for_preview({}, "US").shows_something


def test_a_preview_shows_of_what_another_parent_has_recorded_no_more_than_the_form_does() -> None:
    own = {"mobile_phone": "(415) 555-2671", "street": "12 Long Street", "city": "Springfield"}
    recorded = a_contact(details=details("Petra", "Lindqvist", email="petra@example.org", **own))
    shown = repr(read_for_preview({"first_name": "Petra"}, "US", recorded))
    assert "…71" in shown
    for secret in ("Lindqvist", "petra@", "555", "Long", "Springfield"):
        assert secret not in shown
    left_out = read_for_preview({"remove_mobile_phone": "yes", "street": "1 New Street"}, "US", recorded)
    assert (left_out.mobile_phone, left_out.street) == ("", "1 New Street")
