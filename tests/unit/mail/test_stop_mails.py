"""No more emails: by a token of its own, for good, and shown to whoever wants to invite the address again."""

import pytest

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.link_errors import LinkUnknown
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.message import message
from homeroom.domain.kernel.token import digest, new_token
from homeroom.domain.mail.address_block import AddressBlock, AddressBlocked, BlockReason, StopLink
from homeroom.domain.mail.mail import MailState
from homeroom.domain.mail.mail_reason import MailReason
from homeroom.messages.catalogue import catalogue
from homeroom.use_cases.answers.open_link import Visitor, open_link
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.invitations.invite_parent import Invitee, invite_parent
from homeroom.use_cases.mail.send_invite import send_invite
from homeroom.use_cases.mail.stop_mails import StopLinkUnknown, stop_mails
from tests.factories import a_student, by_admin
from tests.fakes import World
from tests.steps.english import english
from tests.steps.invited import MARIA, block, invited, kinds, newest_token, the_invitation

VISITOR = Visitor("192.0.2.1", "")


def stop_token(world: World) -> str:
    return world.mailer.sent[-1].stop.rpartition("/")[2]


def test_the_address_in_the_mail_stops_all_further_mails_and_twice_is_once() -> None:
    world = World()
    student = a_student()
    invited(world, student)
    for _ in range(2):
        stop_mails(stop_token(world), VISITOR.address, world.services)
    [stopped] = world.store.all(AddressBlock)
    assert (stopped.reason, stopped.since) == (BlockReason.UNSUBSCRIBED, world.clock())
    assert list(world.services.address_blocks.get_many([MARIA, "another@example.org"])) == [MARIA]


def test_neither_the_link_nor_the_block_says_whose_address_it_is() -> None:
    world = World()
    invited(world, a_student())
    stop_mails(stop_token(world), VISITOR.address, world.services)
    assert MARIA not in repr([*world.store.all(AddressBlock), *world.store.all(StopLink)])


def test_what_stops_mails_opens_no_form_and_what_opens_a_form_stops_no_mails() -> None:
    world = World()
    link = invited(world, a_student())
    with pytest.raises(LinkUnknown):
        open_link(stop_token(world), VISITOR, world.services)
    for wrong in (link, new_token(), ""):
        with pytest.raises(StopLinkUnknown):
            stop_mails(wrong, VISITOR.address, world.services)
    assert world.store.all(AddressBlock) == []


def test_a_link_that_was_mailed_before_goes_on_working() -> None:
    world = World()
    link = invited(world, a_student())
    stop_mails(stop_token(world), VISITOR.address, world.services)
    assert open_link(link, VISITOR, world.services).students


def test_only_the_digest_of_the_token_is_stored() -> None:
    world = World()
    invited(world, a_student())
    assert [link.digest for link in world.store.all(StopLink)] == [digest(stop_token(world))]
    assert stop_token(world) != newest_token(world)


@pytest.mark.parametrize("reason", BlockReason)
def test_the_button_says_why_nobody_is_mailed(reason: BlockReason) -> None:
    world = World()
    student = a_student()
    invited(world, student)
    block(world, reason=reason)
    with pytest.raises(AddressBlocked) as blocked:
        invite_parent(student.id, Invitee("MARIA@example.org", ""), by_admin(), world.services)
    assert catalogue().say(blocked.value.block.message).endswith(".")
    assert the_invitation(world).send_number == 1


def test_a_file_places_the_student_asks_the_other_parent_and_says_why_not_this_one() -> None:
    world = World()
    block(world)
    header = "year,class_code,student_last_name,student_first_name,parent_email,parent2_email\n"
    rows = "2026-2027,3-A,García,Noé,maria@example.org,pablo@example.org\n2026-2027,3-A,Li,Mei,maria@example.org,\n"
    run = import_csv(world.files.put_upload("a.csv", (header + rows).encode(), ""), world.services)
    assert run
    [part] = world.services.imports.parts(run.id)
    note = "maria@example.org: The reader of this address asked for no more emails from this site."
    assert [(row.outcome.value, english(*row.messages)) for row in part.rows] == [
        ("invited", f"Invited pablo@example.org. {note}"),
        ("placed only", note),
    ]
    assert [i.email for i in world.store.all(Invitation)] == ["pablo@example.org"]


def test_a_mail_that_was_queued_before_is_not_sent_and_does_not_wait_for_ever() -> None:
    world = World()
    invited(world, a_student())
    invitation_id = the_invitation(world).id
    world.store.save(Change(the_invitation(world), the_invitation(world).reminded()))
    block(world)
    for _ in range(2):
        send_invite(invitation_id, 2, world.services)
    assert kinds(world) == ["invitation"]
    mail = world.services.mails.get(invitation_id, 2)
    assert mail
    assert (mail.state, mail.reason) == (MailState.REFUSED, message(MailReason.ADDRESS_UNSUBSCRIBED))
