"""Add another parent: their contact for the same students and, if wanted, an invitation to check it."""

from homeroom.domain.audit.audit_entry import Nameless, Origin
from homeroom.domain.families.parent_contact import FilledForm
from homeroom.domain.kernel.limits import INVITE_AS_PARENT, RECORD_AS_PARENT
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.use_cases.answers.answer import Answer, AnswerOver, read_answer
from homeroom.use_cases.families.record_parent import Recorded, Recorder, record_parent
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import today


def add_parent(form_token: str, form: FilledForm, source: str, *, send: bool, services: Services) -> Recorded:
    """The same form that comes twice, because its answer was lost, adds one parent and sends one email. `source` is the
    key of the page's route.

    Raises AnswerOver while the parent's own form is not saved yet and once they are nobody's parent, TooManyTries for a
    parent who has recorded or mailed too many others today, and what read_answer raises.
    """
    own_key = read_answer(form_token, services).limited_as
    services.access.count(RECORD_AS_PARENT, own_key, services.clock())
    if send:
        services.access.count(INVITE_AS_PARENT, own_key, services.clock())
    return retry_on_conflict(lambda: _add(form_token, form, source, send, services))


def added_parents(answer: Answer, services: Services) -> list[str]:
    """Whom the parent behind this form has added, by the names that were typed. Of one who was known before, a link
    shows nothing.
    """
    own = answer.contact
    if own is None or answer.is_known:
        return []
    ids = {contact_id for student in answer.students for contact_id in student.contact_ids} - {own.id}
    others = services.roster.contacts(ids).values() if ids else ()
    return sorted(contact.recorded_as for contact in others if contact.recorded_by == own.id)


def _add(form_token: str, form: FilledForm, source: str, send: bool, services: Services) -> Recorded:
    answer = read_answer(form_token, services)
    day = today(services)
    students = [s for s in answer.students if answer.contact and answer.contact.is_parent_on(s.id, day)]
    if not (answer.saved and students):
        raise AnswerOver
    recorder = Recorder(
        name=answer.contact.details.name if answer.contact else answer.invitation.parent_name,
        email_key=answer.user.email_key if answer.user and answer.user.has_password else "",
        by=Origin(Nameless.PARENT, source),
        answered=answer.invitation,
        contact_id=answer.contact.id if answer.contact else "",
    )
    return record_parent(form, students, recorder, services, send=send)
