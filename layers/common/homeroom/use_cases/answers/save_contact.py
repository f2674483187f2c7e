"""The form behind a link is saved: the parent contact exists from here on, registered or not."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import Nameless, Origin
from homeroom.domain.families.edition import check_seen
from homeroom.domain.families.parent_contact import FilledForm, ParentContact
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.readers import ReaderAnswer
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.limits import NEW_ADDRESS
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.kernel.text import sort_key
from homeroom.domain.kernel.token import new_id
from homeroom.domain.mail.mail import MailKind, new_mail
from homeroom.use_cases.accounts.address_emails import ask_for_email, email_wanted
from homeroom.use_cases.answers.answer import Answer, read_answer
from homeroom.use_cases.families.logged_store import contact_logged
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import today

_BY = Origin(Nameless.PARENT, "answer")


def save_contact(form_token: str, form: FilledForm, services: Services, seen: str | None = None) -> None:
    """Store the contact, link it to the students and complete the link, all in one transaction: from here on only this
    form session goes on.

    Saved again, it corrects the same contact. One email confirms what was saved: requested again, it is not sent a
    second time. Another address than the invited one, which the link has proved, waits until a link that is mailed
    there is used. So does any address that is typed behind a letter, which proves none; then no email confirms what was
    saved. `seen` is the edition of the contact that the form was filled with. Raises ChangedElsewhere, TooManyTries
    where addresses were typed too often, and what read_answer raises.
    """
    count_once = cache(lambda key: services.access.count(NEW_ADDRESS, key, services.clock()))
    invitation, contact = retry_on_conflict(lambda: _save(form_token, form, services, seen, count_once))
    if contact.new_email:
        ask_for_email(contact.id, services)
    if invitation.mail_kind is MailKind.CONFIRMATION:
        services.queue.put([(invitation.id, invitation.send_number)])


def _save(
    form_token: str, form: FilledForm, services: Services, seen: str | None, count_once: Callable[[str], None]
) -> tuple[Invitation, ParentContact]:
    """Another tab, another parent of the same student or the office may be quicker."""
    answer, day = read_answer(form_token, services), today(services)
    _check_may_be_told(answer, form)
    contact = _filled(answer, form, day)
    check_seen(answer.contact, contact, seen)
    contact = contact if answer.is_known else contact.confirmed(services.clock())
    invitation = answer.invitation if answer.saved else _answered(answer, contact, services)
    double = _recorded_twice(answer, contact)
    changes = [*_contact(answer.contact, contact, services)]
    changes += _students(answer, contact, invitation, double, day, form.kept_out)
    changes += _proved(answer, contact, services)
    if contact.new_email and not (answer.contact and answer.contact.new_email == contact.new_email):
        count_once(contact.user_key or answer.limited_as)
        changes.append(email_wanted(contact.id, services))
    changes.append(Change(answer.invitation, invitation))  # saved again it is the same: the form may be ended meanwhile
    if not (answer.saved or invitation.on_paper):
        changes += _mail(invitation, services)
    if double:
        left = {i: relation for i, relation in double.students.items() if i not in answer.invitation.student_ids}
        changes += _contact(double, replace(double, students=left) if left else None, services)
    services.store.save(*changes)
    return invitation, contact


def _check_may_be_told(answer: Answer, form: FilledForm) -> None:
    """What an email to that address could not open, a letter does not open, either. Raises LinkWithdrawn."""
    typed = form.details.email
    if answer.invitation.on_paper and typed and any(s.must_not_tell(email_key(typed)) for s in answer.students):
        raise answer.invitation.withdrawn_already


def _contact(before: ParentContact | None, after: ParentContact | None, services: Services) -> list[Change]:
    return [Change(before, after), *contact_logged(before, after, _BY, services)]


def _filled(answer: Answer, form: FilledForm, day: date) -> ParentContact:
    """Whoever has answered before is asked for nothing but how they are related, and only that changes. A relation that
    did not hold begins anew with an answer: the school has asked them since, or they would not be told of the student.
    What another parent has recorded is no address that its reader has typed.
    """
    relations = {s.id: form.students[s.id] for s in answer.students if s.id in form.students}
    if answer.contact is None:
        contact = ParentContact(id=new_id(), details=form.details).changed(form.details, relations)
    else:
        details = answer.contact.details if answer.is_known else form.details
        contact = answer.contact.changed(details, relations)
    for student in answer.students:
        if not answer.saved and student.id in relations and not contact.is_parent_on(student.id, day):
            contact = contact.within(student.id, (None, None))
    if not answer.invitation.on_paper:
        contact = contact.proved_by(answer.invitation.email_key)
    return contact if answer.is_known else _with_email(contact, answer, form)


def _with_email(contact: ParentContact, answer: Answer, form: FilledForm) -> ParentContact:
    recorded = answer.contact.details.email if answer.is_recorded and answer.contact else ""
    invited, typed = answer.invitation.email, form.details.email
    return contact.with_own_email(invited if typed == recorded else typed, invited)


def _answered(answer: Answer, contact: ParentContact, services: Services) -> Invitation:
    own = ReaderAnswer(
        reader=answer.session.reader, contact_id=contact.id, session=answer.session.digest, at=services.clock()
    )
    answered = answer.invitation.answered(own)
    return answered if answered.on_paper else answered.confirmed()


def _students(
    answer: Answer,
    contact: ParentContact,
    invitation: Invitation,
    double: ParentContact | None,
    day: date,
    kept_out: Mapping[str, bool],
) -> list[Change]:
    """Also the one for whom nothing changes but the days of the relation: the scheduled run goes by them."""
    changes = []
    before = answer.contact.students if answer.contact else {}
    for student in answer.students:
        holds = contact.is_parent_on(student.id, day)
        after = student.linked_to(contact.id) if holds else student.inactively_linked_to(contact.id)
        after = after.as_wished(contact.id, kept_out.get(student.id))
        if double:
            after = after.unlinked_from(double.id)
        if not invitation.is_open:
            after = after.without_open_invitation(invitation.id)
        had_days = student.id in before and before[student.id].turns != contact.students[student.id].turns
        if after != student or had_days:
            changes.append(Change(student, after))
    return changes


def _proved(answer: Answer, contact: ParentContact, services: Services) -> list[Change]:
    """The link was mailed to the invited address: whoever saved its form reads email there, and finds back by it. The
    session remembers whose form it is. A letter proves no address.
    """
    session = answer.session
    whole_form = session.is_new_parent or not answer.is_known
    changes = [Change(session, replace(session, contact_id=contact.id, is_new_parent=whole_form))]
    if answer.invitation.on_paper:
        return changes
    user = answer.user or User(
        id=new_id(), email=answer.invitation.email, name=contact.details.name, sessions_from=services.clock()
    )
    after = user.also_read_by(contact.id)
    return changes if after == answer.user else [*changes, Change(answer.user, after)]


def _mail(invitation: Invitation, services: Services) -> list[Change]:
    changes = [Change.new(new_mail(invitation.id, invitation.send_number, services.clock()))]
    lock = services.invitations.locks([invitation.email_key]).get(invitation.email_key)
    if lock and lock.invitation_id == invitation.id and not invitation.is_open:
        changes.append(Change.gone(lock))
    return changes


def _recorded_twice(answer: Answer, contact: ParentContact) -> ParentContact | None:
    """Another parent had recorded a contact of this name for somebody who has one of their own: the reader, who has
    proved it, keeps theirs. A contact of another name is somebody else's.
    """
    recorded = next((c for c in answer.candidates if c.id == answer.invitation.contact_id), None)
    if recorded is None or recorded.id == contact.id or not _same_name(recorded, contact):
        return None
    return None if recorded.user_key else recorded


def _same_name(one: ParentContact, other: ParentContact) -> bool:
    return sort_key(one.details.name) == sort_key(other.details.name)
