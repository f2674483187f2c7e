"""One person, by all that leads to what is kept about them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from homeroom.domain.accounts.user import User
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.email_address import email_key


@dataclass(frozen=True, kw_only=True)
class Person:
    """A parent contact's person. `email_keys` are those of the addresses at which they read email, as far as anybody
    knows: what stands under them is theirs. `emails` are the addresses themselves, and one that they have typed and not
    proved, of which nothing else is theirs. `left_keys` are those of addresses at which somebody else reads by now: of
    what stands under them only what names them is theirs. `names` are what they are called wherever they did something.
    `user_id` is empty for who has never proved an address. `shares_address`: other parents, or a Site Admin, are known
    by it, too.
    """

    contact_id: str
    emails: tuple[str, ...]
    email_keys: tuple[str, ...]
    names: tuple[str, ...]
    student_ids: tuple[str, ...]
    left_keys: tuple[str, ...] = ()
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
        is_called_so = invitation.inviter in self.names
        if key := invitation.inviter_email_key:
            return not self.is_admin and (key in self.email_keys or (key in self.left_keys and is_called_so))
        return invitation.by_parent and is_called_so


def person_of(contact: ParentContact, user: User | None, of_others: Collection[str] = ()) -> Person:
    """`user` is the one whose the contact is. `of_others` are the keys of addresses at which somebody else reads."""
    details = contact.details
    written = (details.email, contact.new_email, user.email if user else "", *contact.former_keys)
    emails = dict.fromkeys(email for email in written if email and email_key(email) not in of_others)
    names: Sequence[str] = [details.name, user.name] if user and not user.is_admin else [details.name]
    return Person(
        contact_id=contact.id,
        emails=tuple(emails),
        email_keys=tuple(sorted(contact.email_keys - set(of_others))),
        left_keys=tuple(sorted(contact.email_keys & set(of_others))),
        names=tuple(dict.fromkeys(filter(None, names))),
        student_ids=tuple(contact.students),
        user_id=user.id if user else "",
        is_admin=bool(user and user.is_admin),
        shares_address=bool(user and (user.is_admin or user.shares_address)),
    )
