"""A parent who has saved the form sets a password, and is logged in."""

from homeroom.domain.accounts.password import check_new_password
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import About, AuditAction, Nameless, Origin
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.use_cases.accounts.browser import ANY_BROWSER, Browser
from homeroom.use_cases.accounts.new_password import own_words
from homeroom.use_cases.accounts.sessions import Holder, Started
from homeroom.use_cases.accounts.set_password import set_password
from homeroom.use_cases.answers.answer import Answer, AnswerOver, read_answer
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.ports.services import Services


class RegisteredAlready(HomeroomError):
    """This address has a password; it is not to be set by whoever holds a link."""


def register_parent(
    form_token: str, password: str, source: str, services: Services, browser: Browser = ANY_BROWSER
) -> Started:
    """The parent logs in with the invited address: the link proved that they read its email. The form ends with it.
    `source` is the key of the page's route. A letter has proved no address: nobody registers behind one.

    Raises AnswerOver, RegisteredAlready, WeakPassword, PasswordBeingSet, Conflict.
    """
    answer, contact = _saved_answer(form_token, services)
    known = (answer.invitation.email, answer.invitation.parent_name, contact.details.name, *answer.first_names)
    check_new_password(password, own_words(services, *known))

    def consequences(user: User) -> list[Change]:
        """Reads again: while the password was set, the mail service may have reported on the email that confirms the
        form, which changes the invitation.
        """
        answer, contact = _saved_answer(form_token, services)
        return [
            Change(contact, contact.with_password()),
            Change(answer.invitation, answer.invitation.registered(services.clock())),
            Change.gone(answer.session),
            recorded(AuditAction.PARENT_REGISTERED, Origin(Nameless.PARENT, source), services, About(user_id=user.id)),
        ]

    def conditions() -> list[Change]:
        """The form that saved is open still: another registration would have ended it."""
        return [Change.unchanged(_saved_answer(form_token, services)[0].session)]

    key, holder = answer.invitation.email_key, Holder(contact.id, browser)
    return set_password(key, password, services, consequences, conditions=conditions, holder=holder)


def check_can_register(answer: Answer) -> None:
    """Raises RegisteredAlready, or AnswerOver behind a letter."""
    if answer.has_password:
        raise RegisteredAlready
    if not answer.can_register:
        raise AnswerOver


def _saved_answer(form_token: str, services: Services) -> tuple[Answer, ParentContact]:
    answer = read_answer(form_token, services)
    if not answer.saved or answer.contact is None:
        raise AnswerOver
    check_can_register(answer)
    return answer, answer.contact
