"""A parent who has got a mail, without the way there."""

import re
from datetime import timedelta

from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.change import Change
from homeroom.domain.mail.address_block import AddressBlock, BlockReason
from homeroom.domain.roster.student import Student
from homeroom.use_cases.mail.send_invite import send_invite
from tests.factories import an_invitation
from tests.fakes import World
from tests.fakes.invitations import address_of

MARIA = "maria@example.org"


def invited(world: World, *students: Student, **more: object) -> str:
    """Students and an open invitation about them, whose first mail has gone out; the token of its link."""
    now = world.clock()
    dates = {"created_at": now, "asked_at": now, "expires_at": now + timedelta(days=30)}
    invitation = an_invitation(*students, **dates | more)
    lock = AddressLock(email_key=invitation.email_key, invitation_id=invitation.id)
    students_asked_about = [
        Change(student if student.version else None, student.with_open_invitation(invitation.id))
        for student in students
    ]
    world.store.save(Change.new(invitation), Change.new(lock), *students_asked_about)
    send_invite(invitation.id, 1, world.services)
    return newest_token(world, invitation.email)


def send_all(world: World) -> None:
    """What the queue does."""
    for invitation_id, send_number in world.queue.mails:
        send_invite(invitation_id, send_number, world.services)
    world.queue.mails.clear()


def newest_token(world: World, email: str = MARIA) -> str:
    return newest_tokens(world, email)[0]


def newest_tokens(world: World, email: str = MARIA) -> list[str]:
    """Of all readers of the newest mail."""
    return re.findall(r"/i/([A-Za-z0-9_-]{43})", mails_to(world, email)[-1])


def newest_code(world: World, email: str = MARIA) -> str:
    return newest_codes(world, email)[0]


def newest_codes(world: World, email: str = MARIA) -> list[str]:
    """Of all readers of the newest mail, as it shows them."""
    return re.findall(r"'([0-9A-Z]{5}-[0-9A-Z]{5})'", mails_to(world, email)[-1])


def mails_to(world: World, email: str = MARIA) -> list[str]:
    """Which mail each was, and what it was made of."""
    return [f"{mail.subject}\n{mail.text}" for mail in world.mailer.sent if mail.to == email]


def kinds(world: World, email: str = MARIA) -> list[str]:
    return [mail.partition("\n")[0] for mail in mails_to(world, email)]


def in_store(world: World, student: Student) -> Student:
    stored = world.store.one(Student, student.id)
    assert stored
    return stored


def the_invitation(world: World) -> Invitation:
    [invitation] = world.store.all(Invitation)
    return invitation


def block(world: World, email_key: str = MARIA, reason: BlockReason = BlockReason.UNSUBSCRIBED) -> None:
    world.store.save(Change.new(AddressBlock(address=address_of(email_key), reason=reason, since=world.clock())))
