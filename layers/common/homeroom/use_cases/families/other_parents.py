"""Whom a parent has recorded as another parent of their children, and whether that one has answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.invitations.invitation import Arrival, Invitation, InvitationState
from homeroom.domain.mail.mail import MailKind
from homeroom.use_cases.families.my_information import MyInformation
from homeroom.use_cases.ports.services import Services


class OtherParentState(StrEnum):
    NOT_ASKED = "not asked"
    ASKED = "asked"
    NOT_DELIVERED = "not delivered"
    EXPIRED = "expired"
    ANSWERED = "answered"


@dataclass(frozen=True, kw_only=True)
class OtherParent:
    """`name` is what was typed when they were recorded: what they have made of it since is theirs. `asked_at` is when
    the newest email to them was asked for, None without one. `can_be_asked`: for the first time.
    """

    contact_id: str
    name: str
    state: OtherParentState
    asked_at: datetime | None
    can_be_asked: bool
    can_be_asked_again: bool


def other_parents(mine: MyInformation, services: Services) -> Mapping[str, Sequence[OtherParent]]:
    """By the ids of one's own students: whom this very parent has recorded, while they are one themselves."""
    contacts = recorded_by_me(mine, services)
    asked = asked_to_check(mine, [contact for contact in contacts if not contact.user_key], services)
    now = services.clock()
    shown = {contact.id: _other_parent(contact, asked.get(contact.id), now) for contact in contacts}
    theirs = {s.id: [shown[i] for i in s.contact_ids if i in shown] for s in mine.theirs}
    return {student.id: theirs.get(student.id, []) for student in mine.students}


def recorded_by_me(mine: MyInformation, services: Services) -> Sequence[ParentContact]:
    ids = {contact_id for student in mine.theirs for contact_id in student.contact_ids} - {mine.contact.id}
    return [c for c in services.roster.contacts(ids).values() if c.recorded_by == mine.contact.id]


def asked_to_check(
    mine: MyInformation, contacts: Sequence[ParentContact], services: Services
) -> Mapping[str, Invitation]:
    """By the contact's id the newest invitation in which they are asked to check what was recorded."""
    own = {contact.id for contact in contacts}
    about = [student for student in mine.students if own.intersection(student.contact_ids)]
    ids = {invitation_id for student in about for invitation_id in student.newest_invitation_ids}
    found = services.invitations.get_many(ids).values() if ids else ()
    checks = [i for i in found if i.kind is MailKind.CHECK_CONTACT and i.contact_id in own]
    return {i.contact_id: i for i in sorted(checks, key=lambda i: i.asked_at)}


def _other_parent(contact: ParentContact, invitation: Invitation | None, now: datetime) -> OtherParent:
    return OtherParent(
        contact_id=contact.id,
        name=contact.recorded_as,
        state=_state(contact, invitation, now),
        asked_at=invitation.asked_at if invitation else None,
        can_be_asked=invitation is None and bool(contact.details.email) and not contact.user_key,
        can_be_asked_again=invitation is not None and can_ask_again(contact, invitation),
    )


def _state(contact: ParentContact, invitation: Invitation | None, now: datetime) -> OtherParentState:
    if contact.user_key or (invitation and invitation.state is InvitationState.COMPLETED):
        return OtherParentState.ANSWERED
    if invitation is None or invitation.state in (InvitationState.WITHDRAWN, InvitationState.DECLINED):
        return OtherParentState.NOT_ASKED
    if invitation.arrival is Arrival.BOUNCED:
        return OtherParentState.NOT_DELIVERED
    return OtherParentState.ASKED if invitation.open_at(now) else OtherParentState.EXPIRED


def can_ask_again(contact: ParentContact, invitation: Invitation) -> bool:
    """Whoever's email came back is not reached by another one."""
    bounced, held = invitation.arrival is Arrival.BOUNCED, invitation.held and invitation.is_open
    waits = invitation.state in (InvitationState.OPEN, InvitationState.EXPIRED)
    return waits and not (contact.user_key or bounced or held)
