"""What a stopped import has asked for and what was not sent becomes what it was before."""

from dataclasses import replace

from homeroom.domain.change import Change
from homeroom.domain.happening import Happening
from homeroom.domain.import_run import ImportPart, ImportRun, ImportState
from homeroom.domain.invitation import Invitation
from homeroom.domain.mail import Mail, MailState, new_mail
from homeroom.domain.status import arrival_of
from homeroom.domain.taking_back import STOPPED_BEFORE, askings_before_import, back_to
from homeroom.use_cases.before_sending import Key
from homeroom.use_cases.closing import closing
from homeroom.use_cases.ports import Outside
from homeroom.use_cases.retrying import again_on_conflict

_TAKEN_BACK = (ImportState.STOPPING, ImportState.STOPPED, ImportState.WITHDRAWING, ImportState.WITHDRAWN)


def take_back(part: ImportPart, run: ImportRun, outside: Outside) -> list[Key]:
    """Of the mails that this part asks for, take back those that were not sent. All of its mails that were ever taken
    back: what is stored of them says so, whoever did it.
    """
    invitations = outside.invitations.get_many({invitation_id for invitation_id, _ in part.mails})
    newest = [(i.id, i.generation) for i in invitations.values() if i.is_open and i.import_id == run.id]
    mails = outside.invitations.mails(newest)
    for key in newest:
        if key not in mails or mails[key].waits:
            again_on_conflict(lambda key=key: _take_back(key, run, outside))  # type: ignore[misc]
    found = outside.invitations.mails(part.mails).items()
    return [key for key, mail in found if (mail.state, mail.reason) == (MailState.NOT_NEEDED, STOPPED_BEFORE)]


def _take_back(key: Key, run: ImportRun, outside: Outside) -> None:
    """In one transaction with the mail, which whoever sends it at this moment stores, too."""
    invitation = outside.invitations.get_many([key[0]])[key[0]]
    mail = outside.invitations.mails([key]).get(key)
    asked_by_it = invitation.is_open and (invitation.generation, invitation.import_id) == (key[1], run.id)
    if not asked_by_it or (mail and not mail.waits):
        return
    now = outside.clock()
    spent = (mail or new_mail(*key, now)).will_not_go(MailState.NOT_NEEDED, STOPPED_BEFORE, now)
    to_queue: list[Key] = []
    if asking := _what_stands(invitation, outside):
        changes, to_queue = _back_to(asking, invitation, run, outside)
    else:
        changes = closing(invitation, invitation.withdrawn_by(run.undone_by, now), outside)
    outside.store.save(Change(mail, spent), *changes)
    if to_queue:
        outside.queue.put(to_queue)


def _what_stands(invitation: Invitation, outside: Outside) -> Happening | None:
    """The newest asking before this import whose mail went out, or would. None: nobody else has asked."""
    for asking in askings_before_import(invitation):
        run = outside.imports.get(asking.import_id) if asking.import_id else None
        if run is None or run.state not in _TAKEN_BACK or _there(_mail_of(asking, invitation, outside)):
            return asking
    return None


def _mail_of(asking: Happening, invitation: Invitation, outside: Outside) -> Mail | None:
    return outside.invitations.mail(invitation.id, asking.generation)


def _there(mail: Mail | None) -> bool:
    """It was sent, or is sure to be once it is the newest again."""
    return mail is not None and mail.state is not MailState.NOT_NEEDED


def _back_to(
    asking: Happening, invitation: Invitation, run: ImportRun, outside: Outside
) -> tuple[list[Change], list[Key]]:
    """The changes, and a mail to queue where the one of that asking was dropped as out of date, or may be. An import
    that is placing its rows queues its mails later.
    """
    now, mail = outside.clock(), _mail_of(asking, invitation, outside)
    asker = outside.imports.get(asking.import_id) if asking.import_id else None
    after, held, to_queue = back_to(asking, invitation, arrival_of(mail), run.undone_by, now), [], []
    if mail and mail.waits:
        held = [Change(mail, replace(mail, look_at=now))]  # whoever drops it as out of date at this moment is told
        to_queue = [(after.id, mail.generation)]
    elif not mail and asker and asker.state is ImportState.PLACING:
        held = [Change.unchanged(asker)]
    elif not _there(mail):
        after = replace(after, generation=after.next_generation)
        held = [Change.new(new_mail(after.id, after.generation, now))]
        to_queue = [(after.id, after.generation)]
    return [Change(invitation, after), *held, *_no_longer_asked_about(invitation, after, outside)], to_queue


def _no_longer_asked_about(before: Invitation, after: Invitation, outside: Outside) -> list[Change]:
    added = set(before.student_ids) - set(after.student_ids)
    students = outside.roster.students(added).values()
    return [Change(student, student.no_longer_asked_about_in(before.id)) for student in students]
