"""One person, by all that leads to what is kept about them."""

from collections.abc import Sequence
from dataclasses import dataclass

from homeroom.domain.accounts.user import User
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.email_address import email_key


@dataclass(frozen=True, kw_only=True)
class Person:
    """A parent contact's person. `emails` are the addresses at which they read email, as far as anybody knows, and
    `email_keys` the keys of those; `names` are what they are called wherever they did something. `user_id` is empty
    for who has never proved an address. `shares_address`: other parents, or a Site Admin, are known by it, too.
    """

    contact_id: str
    emails: tuple[str, ...]
    email_keys: tuple[str, ...]
    names: tuple[str, ...]
    student_ids: tuple[str, ...]
    user_id: str = ""
    is_admin: bool = False
    shares_address: bool = False

    def is_asked_in(self, invitation: Invitation) -> bool:
        """Whether it went to them, or they have answered it."""
        return invitation.email_key in self.email_keys or self.contact_id in invitation.contact_ids

    def is_named_in(self, invitation: Invitation) -> bool:
        """Whether it says of them that they did something, or once had an address of theirs."""
        by = {invitation.inviter, invitation.asked_by}
        by |= {name for event in invitation.history for name in (event.by, event.inviter)}
        names = () if self.is_admin else self.names
        emails = {email_key(event.email) for event in invitation.history if event.email}
        return not by.isdisjoint(names) or not emails.isdisjoint(self.email_keys)

    def has_asked(self, invitation: Invitation) -> bool:
        """Whether they are the parent who invited."""
        if invitation.inviter_email_key:
            return not self.is_admin and invitation.inviter_email_key in self.email_keys
        return invitation.by_parent and invitation.inviter in self.names


def person_of(contact: ParentContact, user: User | None) -> Person:
    """`user` is the one whose the contact is."""
    details = contact.details
    written = (details.email, contact.new_email, user.email if user else "", *contact.former_keys)
    emails = dict.fromkeys(filter(None, written))
    names: Sequence[str] = [details.name, user.name] if user and not user.is_admin else [details.name]
    return Person(
        contact_id=contact.id,
        emails=tuple(emails),
        email_keys=tuple(sorted({*contact.email_keys, *map(email_key, emails)})),
        names=tuple(dict.fromkeys(filter(None, names))),
        student_ids=tuple(contact.students),
        user_id=user.id if user else "",
        is_admin=bool(user and user.is_admin),
        shares_address=bool(user and (user.is_admin or user.shares_address)),
    )
