"""What is left of an invitation when a person is forgotten who had something to do with it."""

from collections.abc import Callable
from dataclasses import replace

from homeroom.domain.invitations.history_event import HistoryEvent
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.readers import NOTHING_KNOWN
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.people.person import Person


def without_person(invitation: Invitation, person: Person, school: str) -> Invitation | None:
    """None where it was theirs alone. Otherwise it goes on, and says that the `school` did what they did."""
    if person.is_asked_in(invitation) and person.is_alone_asked_in(invitation):
        return None
    nameless = _without_deeds(invitation, person, school)
    return _without_reader(nameless, person) if person.is_asked_in(invitation) else nameless


def _without_reader(invitation: Invitation, person: Person) -> Invitation:
    own = person.readers_of(invitation)
    readers = [NOTHING_KNOWN if n in own else reader for n, reader in enumerate(invitation.readers)]
    name = "" if 0 in own or person.is_called(invitation.parent_name) else invitation.parent_name
    return replace(invitation, known=readers[0], also=tuple(readers[1:]), parent_name=name)


def _without_deeds(invitation: Invitation, person: Person, school: str) -> Invitation:
    """A Site Admin's stay: what the office did is no matter of the family."""

    def named(text: str) -> str:
        return school if not person.is_admin and person.is_called(text) else text

    asked = person.has_asked(invitation)
    history = tuple(_event(event, person, named, school) for event in invitation.history)
    return replace(
        invitation,
        inviter=school if asked else named(invitation.inviter),
        inviter_email_key="" if asked else invitation.inviter_email_key,
        asked_by=named(invitation.asked_by),
        history=history,
    )


def _event(event: HistoryEvent, person: Person, named: Callable[[str], str], school: str) -> HistoryEvent:
    is_own = bool(event.email) and email_key(event.email) in person.own_keys
    note = school if not person.is_admin and person.is_mentioned_in(event.note) else event.note
    by, inviter = named(event.by), named(event.inviter)
    return replace(event, by=by, inviter=inviter, note=note, email="" if is_own else event.email)
