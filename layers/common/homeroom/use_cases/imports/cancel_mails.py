"""Invitations become what they were before an import that is stopped or withdrawn, as far as they can: an email that
was sent stays sent.
"""

from dataclasses import replace

from homeroom.domain.imports.import_part import ImportPart
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.invitations.cancel_request import canceled_back_to, requests_before, requests_before_import
from homeroom.domain.invitations.history_event import HistoryEvent
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.invitations.mail_history import arrival_of
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.message import message
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.mail.mail import Mail, MailKey, MailState, new_mail
from homeroom.domain.mail.mail_reason import MailReason
from homeroom.use_cases.invitations.load_closing import load_closing
from homeroom.use_cases.ports.services import Services

_QUEUES_LATER = (ImportState.PLACING, ImportState.DECIDING)
_CANCELED = (ImportState.STOPPING, ImportState.STOPPED, ImportState.WITHDRAWING, ImportState.WITHDRAWN)


def cancel_mails(part: ImportPart, run: ImportRun, services: Services) -> list[MailKey]:
    """Of the mails that this part asks for, cancel those that were not sent. All of its mails that were ever canceled
    so: what is stored of them says it, whoever did it.
    """
    invitations = services.invitations.get_many({invitation_id for invitation_id, _ in part.mails})
    newest = [(i.id, i.send_number) for i in invitations.values() if i.is_open and i.import_id == run.id]
    mails = services.mails.get_many(newest)
    for key in newest:
        if key not in mails or mails[key].waits:
            retry_on_conflict(lambda key=key: cancel_mail(key, run, services))  # type: ignore[misc]
    return [key for key, mail in services.mails.get_many(part.mails).items() if _is_canceled(mail)]


def _is_canceled(mail: Mail) -> bool:
    return mail.state is MailState.NOT_NEEDED and mail.reason == message(MailReason.IMPORT_STOPPED)


def cancel_mail(key: MailKey, run: ImportRun, services: Services) -> bool:
    """In one transaction with the mail, which whoever sends it at this moment stores, too. Whether there was one to
    cancel.
    """
    invitation = services.invitations.get_many([key[0]])[key[0]]
    mail = services.mails.get_many([key]).get(key)
    is_its_own = invitation.is_open and (invitation.send_number, invitation.import_id) == (key[1], run.id)
    if not is_its_own or (mail and not mail.waits):
        return False
    now = services.clock()
    spent = (mail or new_mail(*key, now)).will_not_go(MailState.NOT_NEEDED, message(MailReason.IMPORT_STOPPED), now)
    to_queue: list[MailKey] = []
    if request := _what_stands(invitation, run, services):
        changes, to_queue = _back_to(request, invitation, run, services)
    else:
        changes = load_closing(invitation, invitation.withdrawn_by(run.canceled_by, now), services)
    services.store.save(Change(mail, spent), *changes)
    if to_queue:
        services.queue.put(to_queue)
    return True


def _what_stands(invitation: Invitation, run: ImportRun, services: Services) -> HistoryEvent | None:
    """The newest request before this one whose mail went out, or would. None: there is no other one. What an import
    that is stopped has sent stands, too; one that is withdrawn takes it back.
    """
    stopping = run.state is ImportState.STOPPING
    for request in requests_before(invitation) if stopping else requests_before_import(invitation):
        requester = services.imports.get(request.import_id) if request.import_id else None
        if requester is None or requester.state not in _CANCELED or _there(_mail_of(request, invitation, services)):
            return request
    return None


def _mail_of(request: HistoryEvent, invitation: Invitation, services: Services) -> Mail | None:
    return services.mails.get(invitation.id, request.send_number)


def _there(mail: Mail | None) -> bool:
    """It was sent, or is sure to be once it is the newest again."""
    return mail is not None and mail.state is not MailState.NOT_NEEDED


def _back_to(
    request: HistoryEvent, invitation: Invitation, run: ImportRun, services: Services
) -> tuple[list[Change], list[MailKey]]:
    """The changes, and a mail to queue where the one of that request was dropped as out of date, or may be. An import
    that is placing its rows queues its mails later.
    """
    now, mail = services.clock(), _mail_of(request, invitation, services)
    requester = services.imports.get(request.import_id) if request.import_id else None
    after, held, to_queue = canceled_back_to(request, invitation, arrival_of(mail), run.canceled_by, now), [], []
    if mail and mail.waits:
        held = [Change(mail, replace(mail, look_at=now))]  # for whoever drops it at this moment: a conflict
        to_queue = [(after.id, mail.send_number)]
    elif not mail and requester and requester.state in _QUEUES_LATER:
        held = [Change.unchanged(requester)]
    elif not _there(mail):
        after = replace(after, send_number=after.next_send_number)
        held = [Change.new(new_mail(after.id, after.send_number, now))]
        to_queue = [(after.id, after.send_number)]
    return [Change(invitation, after), *held, *no_longer_asked_about(invitation, after, services)], to_queue


def no_longer_asked_about(before: Invitation, after: Invitation, services: Services) -> list[Change]:
    added = set(before.student_ids) - set(after.student_ids)
    students = services.roster.students(added).values()
    return [Change(student, student.without_open_invitation(before.id)) for student in students]
