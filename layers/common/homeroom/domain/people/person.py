"""One person, by all that leads to what is kept about them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from homeroom.domain.accounts.user import User
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.parent_request import ParentRequest
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.text import sort_key, words


@dataclass(frozen=True, kw_only=True)
class Person:
    """A parent contact's person. `emails` are the addresses at which they read email, as far as anybody knows, and
    `email_keys` the keys of those; `shared_keys` are the ones by which somebody else is known, too: a couple's, or a
    former one that has another reader now. `names` are what they are called wherever they did something. `user_id` is
    empty for who has never proved an address; `log_in_key` is the key of the log-in, which `shares_log_in` says others
    have, too. `typed_email` is an address that they have typed and not proved, if it is nobody else's.
    `former_name_keys` are those of names that they had before, and `merged_ids` those of contacts that turned out to be
    theirs.
    """

    contact_id: str
    emails: tuple[str, ...]
    email_keys: tuple[str, ...]
    names: tuple[str, ...]
    student_ids: tuple[str, ...]
    user_id: str = ""
    is_admin: bool = False
    log_in_key: str = ""
    shares_log_in: bool = False
    shared_keys: tuple[str, ...] = ()
    typed_email: str = ""
    former_name_keys: tuple[str, ...] = ()
    merged_ids: tuple[str, ...] = ()

    @property
    def log_in_ends(self) -> bool:
        """With them: it is nobody else's."""
        return bool(self.log_in_key) and not self.shares_log_in

    def is_called(self, name: str) -> bool:
        """Now, or before they had another name; case and accents aside."""
        return bool(name) and (sort_key(name) in self.former_name_keys or sort_key(name) in map(sort_key, self.names))

    @property
    def own_keys(self) -> tuple[str, ...]:
        """Of the addresses that are nobody else's."""
        return tuple(key for key in self.email_keys if key not in self.shared_keys)

    @property
    def read_keys(self) -> tuple[str, ...]:
        """Of the addresses at which they read email now, or did and nobody else does."""
        return tuple(key for key in self.email_keys if key not in self.shared_keys or key == self.log_in_key)

    @property
    def own_emails(self) -> tuple[str, ...]:
        return tuple(email for email in self.emails if email_key(email) not in self.shared_keys)

    def is_asked_in(self, invitation: Invitation) -> bool:
        """Whether it went to them, or they have answered it. Of what went to an address that others read, too, that is
        what names them or, where they log in with it, nobody; of what went to one that nobody has proved, what is about
        their students.
        """
        if self.contact_id in invitation.contact_ids:
            return True
        if invitation.email_key not in self.email_keys:
            return False
        if not self.user_id and not self._has_student_of(invitation):
            return False
        if invitation.email_key not in self.shared_keys or self.readers_of(invitation):
            return True
        nobody_named = any(not invitation.names[number] for number in invitation.awaited)
        return nobody_named and invitation.email_key == self.log_in_key

    def is_alone_asked_in(self, invitation: Invitation) -> bool:
        """Whether nobody else has to do with it. One that has gone on under an address that is not theirs is others'
        where others have answered it.
        """
        if invitation.email_key in self.own_keys:
            return True
        if invitation.email_key in self.shared_keys:
            return self.readers_of(invitation) == set(range(len(invitation.readers)))
        return not invitation.contact_ids - {self.contact_id}

    def readers_of(self, invitation: Invitation) -> set[int]:
        """The numbers of those of its readers who are they: by their answer or, while nobody has answered, by name."""
        answers = {answer.reader: answer.contact_id for answer in invitation.answers}
        own = {n for n, name in enumerate(invitation.names) if n not in answers and self.is_called(name)}
        own |= {reader for reader, contact_id in answers.items() if contact_id == self.contact_id}
        return own | ({0} if not answers and invitation.contact_id == self.contact_id else set())

    def known_in(self, invitation: Invitation) -> list[int]:
        """The numbers of the readers about whom they may read what the school wrote: the only one at their own address,
        or whoever they are.
        """
        is_alone = len(invitation.readers) == 1 and invitation.email_key in self.own_keys
        return [0] if is_alone else sorted(self.readers_of(invitation))

    def is_mentioned_in(self, note: str) -> bool:
        """Whether a note of the office has one of their names, or an address of theirs."""
        called = {word for name in (*self.names, *self.former_name_keys) for word in words(name)}
        return not called.isdisjoint(words(note)) or any(key in note.casefold() for key in self.email_keys)

    def is_meant_by(self, request: ParentRequest) -> bool:
        """Whether another parent has asked that they be invited, at an address of theirs."""
        if request.email_key in self.shared_keys:
            return self.is_called(request.parent_name)
        return bool(self.user_id) or request.student_id in self.student_ids

    def _has_student_of(self, invitation: Invitation) -> bool:
        return not set(self.student_ids).isdisjoint((*invitation.student_ids, *invitation.declined_ids))

    def is_named_in(self, invitation: Invitation) -> bool:
        """Whether it says of them that they did something, or once had an address of theirs."""
        by = {invitation.inviter, invitation.asked_by}
        by |= {name for event in invitation.history for name in (event.by, event.inviter)}
        named = not self.is_admin and any(map(self.is_called, by))
        emails = {email_key(event.email) for event in invitation.history if event.email}
        noted = not self.is_admin and any(
            self.is_mentioned_in(event.note) for event in invitation.history if event.note
        )
        return noted or named or not emails.isdisjoint(self.email_keys)

    def has_asked(self, invitation: Invitation) -> bool:
        """Whether they are the parent who invited."""
        if key := invitation.inviter_email_key:
            is_theirs = key in self.own_keys or (key in self.shared_keys and self.is_called(invitation.inviter))
            return not self.is_admin and is_theirs
        return invitation.by_parent and self.is_called(invitation.inviter) and self._has_student_of(invitation)


def person_of(
    contact: ParentContact, user: User | None, shared_keys: Collection[str] = (), typed_email: str = ""
) -> Person:
    """`user` is the one whose the contact is. What they have typed and not proved is no address of theirs: it may be
    anybody's.
    """
    details = contact.details
    written = (details.email, user.email if user else "", *contact.former_keys)
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
        log_in_key=user.email_key if user else "",
        shares_log_in=bool(user and (user.is_admin or user.shares_address)),
        shared_keys=tuple(sorted(shared_keys)),
        typed_email=typed_email,
        former_name_keys=contact.former_name_keys,
        merged_ids=contact.merged_ids,
    )
