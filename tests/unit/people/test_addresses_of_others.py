"""One address, several people: what is shown to one of them, and goes with them, is theirs alone."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from homeroom.domain.accounts.session import Session
from homeroom.domain.accounts.user import User
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.invitations.history_event import mailed_again
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.readers import KnownParent
from homeroom.domain.kernel.change import Change
from homeroom.domain.mail.address_block import AddressBlock, BlockReason
from homeroom.domain.people.deletion import GRACE
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.accounts.sessions import start_log_in
from homeroom.use_cases.people.ask_for_deletion import ask_for_deletion
from homeroom.use_cases.people.delete_information import delete_information
from homeroom.use_cases.people.personal_data import personal_data
from homeroom.web.pages.families.data_json import data_json
from tests.factories import (
    NOW,
    YEAR,
    a_contact,
    a_parent_user,
    a_student,
    an_invitation,
    by_admin,
    details,
    with_answer,
)
from tests.fakes import World
from tests.fakes.invitations import address_of
from tests.steps.invited import block, invited

HOME, OWN, CARLOS = "home@example.org", "rosa@example.org", "carlos@example.org"
SITE = SiteSettings(school_year=YEAR, school_name="Lincoln School")
NOE, KIM = a_student("Noé"), a_student("Kim", "Other")


def rosa(**more: object) -> ParentContact:
    own = {"id": "c1", "user_key": OWN, "details": details("Rosa", "Lee", email=OWN)}
    return a_contact(NOE, **own | more)


def carlos(**more: object) -> ParentContact:
    own = {"id": "c2", "user_key": HOME, "details": details("Carlos", "Lee", email=HOME)}
    return a_contact(NOE, **own | more)


def a_world(*contacts: ParentContact, users: tuple[User, ...] = ()) -> World:
    world, student = World(), NOE
    for contact in contacts:
        student = student.linked_to(contact.id)
    world.store.save(Change.new(SITE), Change.new(student), *map(Change.new, contacts), *map(Change.new, users))
    return world


def file_of(world: World, contact: ParentContact) -> dict[str, object]:
    file: dict[str, object] = json.loads(json.dumps(data_json(personal_data(contact.id, world.services), SITE)))
    return file


def delete(world: World, contact: ParentContact) -> None:
    ask_for_deletion(contact.id, by_admin(), world.services)
    world.clock.wait(GRACE + timedelta(minutes=1))
    assert delete_information(world.services) == 1


def invitations(world: World) -> list[Invitation]:
    return world.store.all(Invitation)


def test_a_former_address_is_that_of_who_reads_there_now() -> None:
    """A couple shared it, and one of them has moved to an address of their own."""
    one, other = rosa(former_keys=(HOME,)), carlos()
    user, others = a_parent_user(one, id="u1", email=OWN), a_parent_user(other, id="u2", email=HOME)
    world = a_world(one, other, users=(user, others))
    world.store.save(Change.new(with_answer(an_invitation(NOE, email=HOME, parent_name="Carlos Lee"), other.id, NOW)))
    start_log_in(others, world.services)
    block(world, HOME, BlockReason.BOUNCED)
    world.passwords.passwords = {"u1": "one", "u2": "other"}
    world.mailer.suppressed = {HOME, OWN}
    file = file_of(world, one)
    assert (file["invitations_to_you"], "Carlos" in json.dumps(file)) == ([], False)
    delete(world, one)
    assert [invitation.email for invitation in invitations(world)] == [HOME]
    assert [session.subject for session in world.store.all(Session)] == [HOME]
    assert [kept.address for kept in world.store.all(AddressBlock)] == [address_of(HOME)]
    assert (world.passwords.passwords, world.mailer.suppressed) == ({"u2": "other"}, {HOME})


def test_who_types_the_address_of_another_neither_reads_nor_deletes_what_is_theirs() -> None:
    one = rosa(new_email="stranger@example.org")
    world = a_world(one, users=(a_parent_user(one, email=OWN),))
    invited(world, KIM, email="stranger@example.org", parent_name="A Stranger")
    block(world, "stranger@example.org", BlockReason.BOUNCED)
    world.mailer.suppressed = {"stranger@example.org"}
    file = file_of(world, one)
    assert (file["invitations_to_you"], file["emails"], file["no_more_emails"]) == ([], [], [])
    delete(world, one)
    assert [invitation.email for invitation in invitations(world)] == ["stranger@example.org"]
    assert len(world.store.all(AddressBlock)) == 1
    assert world.mailer.suppressed == {"stranger@example.org"}


def test_a_typed_address_of_nobody_else_goes_too() -> None:
    one = rosa(new_email="new@example.org")
    world = a_world(one, users=(a_parent_user(one, email=OWN),))
    block(world, "new@example.org", BlockReason.BOUNCED)
    world.mailer.suppressed = {"new@example.org"}
    delete(world, one)
    assert (world.store.all(AddressBlock), world.mailer.suppressed) == ([], set())


def test_an_address_that_nobody_has_proved_may_be_a_strangers() -> None:
    """Another parent has entered it; its reader is asked about a child of theirs."""
    recorded = carlos(user_key="", details=details("Carlos", "Lee", email=CARLOS))
    world = a_world(recorded)
    invited(world, KIM, email=CARLOS)
    assert file_of(world, recorded)["invitations_to_you"] == []
    delete(world, recorded)
    assert [invitation.student_ids for invitation in invitations(world)] == [(KIM.id,)]


def test_whose_log_in_address_was_entered_for_somebody_else_keeps_all_that_is_theirs() -> None:
    one, entered = rosa(), carlos(user_key="", details=details("Carlos", "Lee", email=OWN))
    world = a_world(one, entered, users=(a_parent_user(one, email=OWN),))
    world.store.save(Change.new(with_answer(an_invitation(NOE, email=OWN, parent_name="Rosa Lee"), one.id, NOW)))
    assert file_of(world, entered)["invitations_to_you"] == []
    delete(world, entered)
    assert [invitation.email for invitation in invitations(world)] == [OWN]
    delete(world, one)
    assert (invitations(world), world.store.all(Session), world.store.all(User)) == ([], [], [])


def a_couple() -> tuple[World, ParentContact]:
    one = rosa(user_key=HOME, details=details("Rosa", "Lee", email=HOME))
    user = a_parent_user(one, contact_ids=("c1", "c2"), email=HOME)
    return a_world(one, carlos(), users=(user,)), one


def test_of_an_invitation_to_a_couple_each_reads_what_is_written_about_themselves() -> None:
    world, one = a_couple()
    known = {"known": KnownParent(first_name="Carlos", last_name="Lee"), "parent_name": "Carlos Lee"}
    also = (KnownParent(first_name="Rosa", last_name="Lee", relationship="Aunt", language="es"),)
    world.store.save(Change.new(an_invitation(NOE, email=HOME, also=also, **known)))
    [asked] = personal_data(one.id, world.services).asked
    file = data_json(personal_data(one.id, world.services), SITE)
    [written] = file["invitations_to_you"][0]["written_about_you"]
    assert (written["name"], written["relationship"], written["language"]) == ("Rosa Lee", "Aunt", "es")
    assert "Carlos" not in json.dumps(file)
    delete(world, one)
    [left] = invitations(world)
    assert (left.names, left.id) == (["Carlos Lee", ""], asked.id)


def test_what_asks_one_of_a_couple_alone_goes_with_them() -> None:
    world, one = a_couple()
    known = KnownParent(first_name="Rosa", last_name="Lee")
    check = an_invitation(NOE, email=HOME, contact_id=one.id, parent_name="Rosa Lee", known=known)
    world.store.save(Change.new(check))
    delete(world, one)
    assert invitations(world) == []


def test_a_note_of_the_office_about_them_goes_where_the_invitation_stays() -> None:
    world, one = a_couple()
    asked = an_invitation(NOE, email=CARLOS, parent_name="Carlos Lee")
    noted = replace(asked, history=(mailed_again("Rosa called on May 3", "Jordan Ellis", NOW),))
    student = world.services.roster.students([NOE.id])[NOE.id]
    world.store.save(Change.new(noted), Change(student, student.with_open_invitation(noted.id)))
    delete(world, one)
    assert [event.note for event in invitations(world)[0].history] == ["Lincoln School"]


@pytest.mark.parametrize("asker", ["Rosa Lee", "rosa lee"])
def test_an_invitation_by_somebody_of_the_same_name_about_another_child_is_not_theirs(asker: str) -> None:
    one = rosa()
    world = a_world(one, users=(a_parent_user(one, email=OWN),))
    sent = an_invitation(KIM, email="third@example.org", inviter=asker, by_parent=True)
    world.store.save(Change.new(sent), Change.new(KIM.with_open_invitation(sent.id)))
    assert file_of(world, one)["invitations_by_you"] == []


def test_the_file_says_how_another_parent_has_entered_them_and_not_who() -> None:
    one = rosa(recorded_by="c2", recorded_as="Rosie")
    world = a_world(one, carlos(), users=(a_parent_user(one, email=OWN),))
    file = json.dumps(file_of(world, one))
    assert "Rosie" in file
    assert '"c2"' not in file


def test_what_they_did_under_a_former_name_is_theirs_too() -> None:
    one = rosa(details=details("Rosa", "Smith", email=OWN)).changed(details("Rosa", "Lee", email=OWN), {})
    world = a_world(one, users=(a_parent_user(one, email=OWN),))
    sent = an_invitation(NOE, email=CARLOS, inviter="Rosa Smith", by_parent=True)
    student = world.services.roster.students([NOE.id])[NOE.id]
    world.store.save(Change.new(sent), Change(student, student.with_open_invitation(sent.id)))
    assert [one.id for one in personal_data("c1", world.services).sent] == [sent.id]
    delete(world, one)
    assert [invitation.inviter for invitation in invitations(world)] == ["Lincoln School"]
