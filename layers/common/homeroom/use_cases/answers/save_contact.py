"""The form behind a link is saved: the parent contact exists from here on, registered or not."""

from dataclasses import replace

from homeroom.domain.families.parent_contact import FilledForm, ParentContact
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.kernel.token import new_id
from homeroom.domain.mail.mail import MailKind, new_mail
from homeroom.use_cases.answers.answer import Answer, read_answer
from homeroom.use_cases.ports.services import Services


def save_contact(form_token: str, form: FilledForm, services: Services) -> None:
    """Store the contact, link it to the students and complete the invitation, all in one transaction.

    Saved again within the hour, it corrects the same contact. One email confirms what was saved: requested again, it is
    not sent a second time. Raises what read_answer raises.
    """
    invitation = retry_on_conflict(lambda: _save(form_token, form, services))
    if invitation.mail_kind is MailKind.CONFIRMATION:
        services.queue.put([(invitation.id, invitation.send_number)])


def _save(form_token: str, form: FilledForm, services: Services) -> Invitation:
    """Another tab, another parent of the same student or the office may be quicker."""
    answer = read_answer(form_token, services)
    changes = _changes(answer, form, services)
    services.store.save(*changes)
    after = (change.after for change in changes)
    return next((thing for thing in after if isinstance(thing, Invitation)), answer.invitation)


def _changes(answer: Answer, form: FilledForm, services: Services) -> list[Change]:
    before = answer.contact
    relations = {s.id: form.students[s.id] for s in answer.students if s.id in form.students}
    contact = (before or ParentContact(id=new_id(), details=form.details)).changed(form.details, relations)
    contact = replace(contact, registered=contact.registered or answer.user is not None)
    changes = [Change(before, contact), *_students(answer, contact), *_replaced(answer, contact, services)]
    if answer.user and not answer.user.contact_id:
        changes.append(Change(answer.user, replace(answer.user, contact_id=contact.id)))
    if answer.invitation.is_open:
        completed = answer.invitation.completed(contact.id, services.clock()).confirmed()
        changes.append(Change(answer.invitation, completed))
        changes.append(Change.new(new_mail(completed.id, completed.send_number, services.clock())))
        lock = services.invitations.locks([answer.invitation.email_key]).get(answer.invitation.email_key)
        if lock and lock.invitation_id == answer.invitation.id:
            changes.append(Change.gone(lock))
    return changes


def _students(answer: Answer, contact: ParentContact) -> list[Change]:
    replaced = answer.invitation.contact_id
    changes = []
    for student in answer.students:
        after = student.linked_to(contact.id).without_open_invitation(answer.invitation.id)
        if replaced and replaced != contact.id:
            after = after.unlinked_from(replaced)
        if after != student:
            changes.append(Change(student, after))
    return changes


def _replaced(answer: Answer, contact: ParentContact, services: Services) -> list[Change]:
    """Somebody had recorded a contact for a parent who has a log-in and a contact of their own: that one stays."""
    recorded = answer.invitation.contact_id
    if not recorded or recorded == contact.id:
        return []
    other = services.roster.contacts([recorded]).get(recorded)
    others_children = other.students.keys() - {s.id for s in answer.students} if other else set()
    return [Change.gone(other)] if other and not others_children else []
