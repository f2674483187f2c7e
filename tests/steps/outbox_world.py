"""A site with a strict mail service, and what must be true of it at any moment."""

from dataclasses import replace
from datetime import timedelta
from functools import cached_property

from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.mail.mail import Mail, MailKind, MailState
from homeroom.domain.roster.student import Student
from homeroom.use_cases.answers.open_link import Visitor, open_link
from homeroom.use_cases.imports.find_lost_uploads import find_forgotten_imports, find_lost_uploads
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.invitations.bulk_resend import continue_bulk_resend
from homeroom.use_cases.invitations.invite_parent import Invitee, invite_parent
from homeroom.use_cases.invitations.load_closing import load_closing
from homeroom.use_cases.mail.record_delivery import record_delivery
from homeroom.use_cases.mail.send_invite import send_invites
from homeroom.use_cases.mail.settle_mails import settle_mails
from homeroom.use_cases.ports.mailer import OutgoingMail
from homeroom.use_cases.ports.services import Services
from tests.factories import a_student, an_admin, by
from tests.fakes import World
from tests.fakes.strict_ses import StrictSes, Taken

ADMIN = an_admin()
ANYBODY = Visitor("192.0.2.1", "")
SETTLED_WELL = (
    MailState.ACCEPTED,
    MailState.DELAYED,
    MailState.DELIVERED,
    MailState.CAME_BACK,
    MailState.BOUNCED,
    MailState.COMPLAINED,
)


class OutboxWorld(World):
    """`ses` takes the mails; whatever it is handed is held against the rules at that very moment."""

    @cached_property
    def ses(self) -> StrictSes:
        ses = StrictSes(self.clock)
        ses.during_a_call = self._check_call
        return ses

    @cached_property
    def services(self) -> Services:
        return replace(super().services, mailer=self.ses)

    def a_student(self, number: int = 1) -> Student:
        student = a_student(f"Kind {number}", "Muster")
        self.store.save(Change.new(student))
        return self.services.roster.students([student.id])[student.id]

    def invite(self, student: Student, email: str = "p@example.org", services: Services | None = None) -> Invitation:
        invitee = Invitee(email, "", allow_again=True)
        return invite_parent(student.id, invitee, by(ADMIN), services or self.services).invitation

    def withdraw(self, invitation: Invitation) -> None:
        self.store.save(*load_closing(invitation, invitation.withdrawn(), self.services))

    def newest(self, invitation: Invitation) -> Invitation:
        return self.services.invitations.get_many([invitation.id])[invitation.id]

    def mail(self, invitation: Invitation) -> Mail:
        """Of the newest send number."""
        newest = self.newest(invitation)
        mail = self.services.mails.get(newest.id, newest.send_number)
        assert mail
        return mail

    def deliver_queue(self) -> None:
        """Whatever the queue holds comes once, and is gone."""
        keys = list(self.queue.mails)
        self.queue.mails.clear()
        send_invites(keys, self.services)

    def deliver_imports(self) -> None:
        uploads, self.import_queue.uploads = self.import_queue.uploads, []
        for upload in uploads:
            import_csv(upload, self.services)
        continue_bulk_resend(self.services)

    def settle_down(self) -> None:
        """Of earlier messages only those of imports are left: for all others the scheduled runs have to make up.
        Nothing is lost any more: three days go by, every report comes, the scheduled runs come.
        """
        self.queue.mails = [key for key in self.queue.mails if self.services.mails.get(*key) is None]
        self.import_queue.uploads.clear()
        for hour in range(75):
            if hour % 24 == 0:
                find_lost_uploads(self.services)
                find_forgotten_imports(self.services)
                self.deliver_imports()
            for taken in self.ses.taken:
                record_delivery(self.ses.report(taken), self.services)
            settle_mails(self.services)
            self.deliver_queue()
            self.clock.wait(timedelta(hours=1))

    def without_a_mail(self) -> list[Invitation]:
        """Who was asked, and whose newest mail is stored nowhere or waits for ever: nobody will send it."""
        now = self.clock()
        expecting = [i for i in self.store.all(Invitation) if (i.open_at(now) and not i.held) or _is_confirmed(i)]
        mails = self.services.mails.get_many([(i.id, i.send_number) for i in expecting])
        return [i for i in expecting if (m := mails.get((i.id, i.send_number))) is None or m.waits]

    def check(self) -> None:
        """What must hold at any moment."""
        assert max(self.ses.perhaps.values(), default=0) <= 1, "a send number is called once, perhaps not at all"
        assert len(self.queue.mails) < 10_000
        by_address: dict[str, set[str]] = {}
        for taken in self.ses.taken:
            if self.works(taken):
                by_address.setdefault(taken.mail.to, set()).add(taken.token)
        assert all(len(tokens) == 1 for tokens in by_address.values()), "never two different working links"
        for taken in self.ses.taken:
            mail = self.store.one(Mail, taken.mail.tag)
            assert mail, "a mail is stored before it is sent"
            assert not mail.waits, "what was taken does not wait to be sent"
            assert mail.state is not MailState.REFUSED
            assert mail.state is not MailState.NOT_NEEDED

    def works(self, taken: Taken) -> bool:
        if not taken.token:
            return False
        try:
            open_link(taken.token, ANYBODY, self.services)
        except HomeroomError:
            return False
        return True

    def _check_call(self, mail: OutgoingMail) -> None:
        """At the moment of the call."""
        stored = self.store.one(Mail, mail.tag)
        assert stored
        assert stored.state is MailState.SENDING
        invitation = self.store.one(Invitation, stored.invitation_id)
        assert invitation
        assert invitation.send_number == stored.send_number
        assert mail.to == invitation.email
        assert not self.services.address_blocks.get_many([invitation.email_key]), "nothing to who wants none"
        if _is_confirmed(invitation):
            return
        assert invitation.open_at(self.clock()), "nothing to who has declined, is withdrawn or has answered"
        assert not invitation.held
        about = self.services.roster.students(invitation.student_ids).values()
        assert any(not (student.protected and invitation.by_parent) for student in about)


def _is_confirmed(invitation: Invitation) -> bool:
    return invitation.state is InvitationState.COMPLETED and invitation.mail_kind is MailKind.CONFIRMATION
