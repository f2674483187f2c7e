"""A parent who has saved the form sets a password.

Spans our table and the password service: claim first, then the password, then active. A second try at
any point goes on where the first one stopped.
"""

from dataclasses import replace

from homeroom.domain.accounts.password import check_new_password
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import About, AuditAction, Nameless, Origin
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.kernel.token import new_id
from homeroom.use_cases.accounts.new_password import own_words
from homeroom.use_cases.answers.answer import Answer, AnswerOver, read_answer
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.ports.services import Services


class RegisteredAlready(HomeroomError):
    """This address has a log-in; its password is not to be set by whoever holds a link."""


def register_parent(form_token: str, password: str, source: str, services: Services) -> None:
    """The parent logs in with the invited address: the link proved that they read its email. `source` is the key of the
    page's route.

    Raises AnswerOver, RegisteredAlready, WeakPassword, Conflict.
    """
    answer, contact = _saved_answer(form_token, services)
    known = (answer.invitation.email, answer.invitation.parent_name, contact.details.name, *answer.first_names)
    check_new_password(password, own_words(services, *known))
    claimed = _claim(answer, contact, services)
    services.passwords.set(claimed.id, password)
    retry_on_conflict(lambda: _activate(form_token, claimed, source, services))


def _saved_answer(form_token: str, services: Services) -> tuple[Answer, ParentContact]:
    answer = read_answer(form_token, services)
    if not answer.saved or answer.contact is None:
        raise AnswerOver
    if answer.user:
        raise RegisteredAlready
    return answer, answer.contact


def _activate(form_token: str, claimed: User, source: str, services: Services) -> None:
    """Reads again: while the password was set, the mail service may have reported on the email that confirms the form,
    which changes the invitation.
    """
    answer, contact = _saved_answer(form_token, services)
    services.store.save(
        Change(claimed, replace(claimed, active=True)),
        Change(contact, replace(contact, registered=True)),
        Change(answer.invitation, answer.invitation.registered(services.clock())),
        recorded(AuditAction.PARENT_REGISTERED, Origin(Nameless.PARENT, source), services, About(user_id=claimed.id)),
    )


def _claim(answer: Answer, contact: ParentContact, services: Services) -> User:
    """The inactive user, made now or by an earlier try. The password of an inactive user opens nothing.

    Another try may have finished since the answer was read: its log-in stays active.
    """
    earlier = services.access.user(answer.invitation.email_key)
    if earlier and earlier.active:
        raise RegisteredAlready
    user = User(
        id=earlier.id if earlier else new_id(),
        email=answer.invitation.email,
        name=contact.details.name,
        contact_id=contact.id,
        version=earlier.version if earlier else 0,
    )
    if user != earlier:
        services.store.save(Change(earlier, user))
        user = replace(user, version=user.version + 1)
    return user
