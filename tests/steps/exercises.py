"""For each function a round of everything it does, through the deployed thing: whatever fails is raised.

Each round makes its own students and addresses, so that it can be run any number of times.
"""

import itertools
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import requests

from homeroom.adapters.dynamodb import keys
from homeroom.adapters.dynamodb.items import key_of
from homeroom.domain.accounts.address_change import AddressChangeLink, first_change
from homeroom.domain.accounts.admin_invitation import AdminInvitation, AdminInvitationState
from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.log_in_mail import CODE_PURPOSE, LogInLink, LogInMail, LogInRequest
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import AuditAction
from homeroom.domain.exports.export import Export, ExportOptions, ExportState
from homeroom.domain.families.campaign import Campaign, CampaignLink, CampaignPlan, next_campaign_id
from homeroom.domain.families.parent_contact import ContactDetails, ParentContact, Relation
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.imports.look import Decision
from homeroom.domain.imports.upload import Upload
from homeroom.domain.invitations.address_lock import AddressLock
from homeroom.domain.invitations.bulk_resend import EVERYBODY, Among, BulkResend
from homeroom.domain.invitations.invitation import Invitation, InvitationState
from homeroom.domain.invitations.link_code import PURPOSE, new_code, shown_code
from homeroom.domain.kernel.change import Change, Stored
from homeroom.domain.kernel.limits import LINK_MAIL_FROM
from homeroom.domain.kernel.retry import retry_on_conflict
from homeroom.domain.kernel.token import digest, new_id, new_token
from homeroom.domain.mail.address_block import AddressBlock, BlockReason, StopLink
from homeroom.domain.mail.mail import Link, Mail, MailState, new_mail
from homeroom.domain.mail.rate_limiter import RateLimiter
from homeroom.domain.people.deletion import Deletion
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.school_year import previous_school_year
from homeroom.domain.roster.student import Student, YearPlacement
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.accounts.address_emails import to_be_told
from homeroom.use_cases.accounts.invite_admin import admin_invitation_id
from homeroom.use_cases.accounts.sessions import find_user, start_log_in
from homeroom.use_cases.invitations.make_letters import make_letters
from homeroom.use_cases.invitations.printed_letters import PrintedLetter, open_letters, printed_letter
from homeroom.use_cases.mail.service_mails import account_news_key, admin_invitation_key, campaign_mail_key
from homeroom.use_cases.ports.invite_queue import AccountNews
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.roster.merge_students import find_pair
from homeroom.web.core.requests import ANONYMOUS_COOKIE, SESSION_COOKIE
from tests.factories import with_answer
from tests.steps.lambda_events import an_event, sqs_event
from tests.steps.local_site import LocalSite, wait_until
from tests.steps.small_pictures import a_png
from tests.steps.visitor import Visitor, hidden_fields, multipart

YEAR = "2026-2027"
PASSWORD = "correct-horse-battery"
NOT_SENT = (MailState.SENDING, MailState.SEND_UNCONFIRMED, MailState.REFUSED, MailState.DEFERRED)
_numbers = itertools.count(1)
_NETWORK = "192.0.2.1"
"""Where the events that a visitor makes come from."""


class Failed(Exception):
    """The function said that something went wrong."""


class Exercises:
    def __init__(self, site: LocalSite, services: Services) -> None:
        self._site, self._services = site, services
        self._lambda = site.aws("lambda")
        self.names = {
            name: function_configuration["FunctionName"]
            for function_configuration in self._lambda.list_functions()["Functions"]
            for name in ("ImportCsv", "SendInvite", "AcceptInvite", "Portal", "RecordDelivery", "Remind")
            if f"{name}Function" in function_configuration["FunctionName"]
        }
        self._check_id = self._a_finished_check()
        self._import_id = self._import(f"{YEAR},3-A,3,r0,Muster,Kind,\n")
        self._parts: Mapping[str, list[Callable[[], None]]] = {
            "ImportCsv": [
                *(self._import_and_decide, self._import_without_effect, self._check_a_file),
                *(self._send_again_to_all, self._make_a_file_of_contacts),
            ],
            "SendInvite": [
                *(self._send_at_every_pace, self._tell_of_rows_that_wait, self._send_a_log_in),
                *(self._send_a_deletion, self._send_to_a_new_address, self._send_a_sample),
                *(self._send_about_site_admins, self._send_for_a_campaign),
            ],
            "AcceptInvite": [
                *(self._answer_and_register, self._answer_with_a_contact_of_ones_own, self._type_a_code),
                *(self._decline, self._renew_and_stop, self._open_an_unknown_link, self._answer_letters),
            ],
            "Portal": [
                *(self._log_in_and_out, self._look_around, self._invite, self._change_settings, self._import_pages),
                *(self._contacts_pages, self._invitation_pages, self._students_by_hand, self._homerooms_by_hand),
                self._unlink,
                *(self._correct_contact, self._merge_contacts, self._merge_and_delete, self._data_of_somebody),
                *(self._own_pages, self._log_in_by_email, self._own_account, self._site_admins),
                *(self._log_in_for_a_campaign, self._campaign_pages, self._letters, self._logo, self._mail_settings),
            ],
            "RecordDelivery": [self._record_a_bounce],
            "Remind": [
                *(self._see_to_invitations, self._delete_somebody, self._change_the_year, self._end_a_relation),
                *(self._finish_a_move, self._give_up_a_file, self._run_a_campaign),
            ],
        }

    def run(self, function: str) -> None:
        """Every part of its round. None needs another; next time the one that failed comes first, since what is taken
        away next is often missed at the same place.
        """
        parts = self._parts[function]
        self._forget_emails_asked_for()
        for part in tuple(parts):
            try:
                part()
            except Exception:
                parts.remove(part)
                parts.insert(0, part)
                raise

    def _forget_emails_asked_for(self) -> None:
        """One network may ask for thirty an hour, and rounds that fail for want of a permission ask as well."""
        window = int(datetime.now(UTC).timestamp() // LINK_MAIL_FROM.window.total_seconds())
        key = key_of(keys.tries(LINK_MAIL_FROM.name, _NETWORK, window))
        self._site.aws("dynamodb").delete_item(TableName=self._site.outputs["AccessTable"], Key=key)

    def invoke(self, function: str, event: dict[str, Any]) -> Any:
        answer = self._lambda.invoke(FunctionName=self.names[function], Payload=json.dumps(event))
        payload = json.loads(answer["Payload"].read() or b"null")
        if answer.get("FunctionError"):
            raise Failed(payload)
        if isinstance(payload, dict) and (payload.get("batchItemFailures") or payload.get("statusCode", 0) >= 500):
            raise Failed(payload)
        return payload

    # ------------------------------------------------------------ parts of the rounds
    def _import_and_decide(self) -> None:
        number = next(_numbers)
        address = f"import{number}@example.org"
        self._import(f"{YEAR},3-A,3,r{number},Frueher {number},Kind,\n")
        nowhere = f"{YEAR},nowhere,3,n{number},Nirgends {number},Kind,\n"
        run_id = self._import(f"{YEAR},3-A,3,r{number},Muster {number},Kind,{address}\n" + nowhere)
        upload = self._stored(run_id).upload
        self._change_run(run_id, lambda run: run.decided(Decision(accept=True, by="A")))
        self._import_event(upload)  # the name is corrected
        for state in (ImportState.WITHDRAWING, ImportState.PLACING):
            self._change_run(run_id, partial(replace, state=state, canceled_row=0))
            self._import_event(upload)

    def _import_without_effect(self) -> None:
        """By an event that names no version, and of what is gone."""
        upload = self._stored(self._import_id).upload
        self._import_event(replace(upload, object_version=""))
        self._import_event(Upload(bucket=upload.bucket, key="uploads/gone.csv", object_version=""))

    def _check_a_file(self) -> None:
        self._a_finished_check()

    def _make_a_file_of_contacts(self) -> None:
        """Of one new student, in a portion of its own."""
        now, number = datetime.now(UTC), next(_numbers)
        code = f"export-{number}"
        student = replace(self._a_student(), placements={YEAR: YearPlacement(homeroom=code)})
        stored = self._services.roster.students([student.id])[student.id]
        contact = _contact(student)
        self._services.store.save(
            Change(stored, replace(student.linked_to(contact.id), version=stored.version)),
            Change.new(contact),
            Change.new(Homeroom(year=YEAR, code=code)),
        )
        options = ExportOptions(homeroom=code)
        export = Export(id=new_id(), options=options, year=YEAR, by="A", started_at=now, saved_at=now)
        self._services.store.save(Change.new(export))
        self.invoke("ImportCsv", sqs_event({"kind": "export", "version": 1, "export_id": export.id}))
        made = self._services.exports.get(export.id)
        if made is None or made.state is not ExportState.READY:
            raise Failed(made)

    def _send_at_every_pace(self) -> None:
        self._change_rate_limiter(
            lambda rate_limiter: replace(rate_limiter.opened(), free_at=datetime.now(UTC), rate=0, rate_at=None)
        )
        self._send_one()
        self._change_rate_limiter(
            lambda rate_limiter: replace(rate_limiter, free_at=datetime.now(UTC) + timedelta(seconds=30))
        )
        invitation, _ = self._an_invitation()
        self.invoke("SendInvite", sqs_event({"kind": "invite", "version": 1, "mails": [(invitation.id, 1)]}))
        self._change_rate_limiter(lambda rate_limiter: replace(rate_limiter, free_at=datetime.now(UTC)))

    def _change_rate_limiter(self, change: Callable[[RateLimiter], RateLimiter]) -> None:
        def store() -> None:
            rate_limiter = self._services.mails.rate_limiter()
            if rate_limiter:
                self._services.store.save(Change(rate_limiter, change(rate_limiter)))

        retry_on_conflict(store)

    def _send_one(self) -> None:
        invitation, _ = self._an_invitation()
        message = {"kind": "invite", "version": 1, "mails": [(invitation.id, 1)]}
        self.invoke("SendInvite", sqs_event(message))
        mail = self._services.mails.get(invitation.id, 1)
        if mail is None or mail.state in NOT_SENT:
            raise Failed(mail)
        rate_limiter = self._services.mails.rate_limiter()
        if rate_limiter is None or rate_limiter.rate == 1:  # the pace of those who may not ask
            raise Failed(rate_limiter)

    def _record_a_bounce(self) -> None:
        invitation, _ = self._an_invitation()
        self.invoke("SendInvite", sqs_event({"kind": "invite", "version": 1, "mails": [(invitation.id, 1)]}))
        event = an_event("ses_bounce")
        body = json.loads(event["Records"][0]["body"])
        body["mail"]["tags"]["mail"] = [f"{invitation.id}-1"]
        event["Records"][0]["body"] = json.dumps(body)
        self.invoke("RecordDelivery", event)

    def _daily_run(self) -> None:
        self.invoke("Remind", an_event("daily"))

    def _see_to_invitations(self) -> None:
        now = datetime.now(UTC)
        self._want_digests()
        invitation, _ = self._an_invitation(expires=now - timedelta(minutes=1))
        unheard_of, _ = self._an_invitation()
        self._services.store.save(Change.new(_unknown_mail(unheard_of)))
        to_remind, _ = self._an_invitation()
        self._services.store.save(Change.new(_mail_to_remind(to_remind, now)))
        inviter = self._somebody_has_answered(now - timedelta(days=1))
        self._daily_run()
        if self._services.mails.get(unheard_of.id, 2) is None:
            raise Failed(unheard_of.id)
        after = self._services.invitations.get_many([invitation.id, to_remind.id])
        if after[invitation.id].state is not InvitationState.EXPIRED or after[to_remind.id].send_number != 2:
            raise Failed(after)
        wait_until(lambda: any(inviter in mail["to"] for mail in self._site.mails()), "digest", 5)

    def _change_the_year(self) -> None:
        self._want_next_year(datetime.now(UTC).date())
        self._daily_run()
        settings = self._services.site.settings()
        if settings is None or settings.school_year != YEAR:
            raise Failed(settings)

    def _end_a_relation(self) -> None:
        student = self._whose_parent_is_over(datetime.now(UTC).date() - timedelta(days=1))
        self._daily_run()
        if self._services.roster.students([student.id])[student.id].has_parent_contact:
            raise Failed(student.id)

    def _finish_a_move(self) -> None:
        student = self._a_student_left_behind(datetime.now(UTC))
        self._daily_run()
        if self._services.roster.students([student.id])[student.id].placements[YEAR].homeroom != "9-Z":
            raise Failed(student.id)

    def _give_up_a_file(self) -> None:
        waits = self._a_file_that_waits(since=datetime.now(UTC) - timedelta(days=22))
        self._daily_run()
        if self._stored(waits.id).state is ImportState.WAITING:
            raise Failed(waits.id)

    def _a_student_left_behind(self, now: datetime) -> Student:
        """Whose homeroom was renamed, and who was not moved with it."""
        number = next(_numbers)
        old, new = f"9-{number}", "9-Z"
        student = Student(
            id=new_id(),
            first_name="Kind",
            last_name=f"Renamed{number}",
            placements={YEAR: YearPlacement(homeroom=old)},
        )
        standing = next((h for h in self._services.roster.homerooms(YEAR) if h.code == new), None)
        taking = (standing or Homeroom(year=YEAR, code=new)).taking(old)
        ended = Homeroom(year=YEAR, code=old).ended(now, new)
        self._services.store.save(Change(standing, taking), Change.new(ended), Change.new(student))
        return student

    def _open_an_unknown_link(self) -> None:
        if Visitor(self._over_http).get(f"/i/{new_token()}").status != 404:
            raise Failed("unknown link")

    def _log_in_and_out(self) -> None:
        visitor = Visitor(self._over_http)
        self._log_in(visitor, is_admin=True)
        _expect(visitor.submit("/students", "/logout", {}).status, 303)

    def _office(self) -> Visitor:
        """A Site Admin who is logged in already."""
        visitor = Visitor(self._over_http)
        user = self._somebody(is_admin=True, has_password=True)
        visitor.cookies[SESSION_COOKIE] = start_log_in(user, self._services).token
        return visitor

    def _look_around(self) -> None:
        visitor, student = self._office(), self._a_student()
        for path in (
            *("/", "/students?q=Muster", "/homerooms/3-A", "/homerooms/3-A/merge", "/imports", "/imports/columns"),
            *(f"/students/{student.id}", f"/imports/{self._check_id}"),
            *("/audit", "/audit/file", "/requests"),
        ):
            _expect(visitor.get(path).status, 200)

    def _invite(self) -> None:
        """An address, and again after it has bounced."""
        visitor, page = self._office(), f"/students/{self._a_student().id}"
        form = {"parent_email": f"portal{next(_numbers)}@example.org", "parent_name": ""}
        _expect(visitor.submit(page, f"{page}/invitations", form).status, 303)
        blocked = AddressBlock(
            address=self._services.address_blocks.digest(form["parent_email"]),
            reason=BlockReason.BOUNCED,
            since=datetime.now(UTC),
        )
        self._services.store.save(Change.new(blocked))
        _expect(visitor.submit(page, f"{page}/invitations", form).status, 422)
        _expect(visitor.submit(page, f"{page}/invitations", form | {"allow_again": "yes"}).status, 303)

    def _change_settings(self) -> None:
        visitor = self._office()
        _expect(visitor.submit_form("/settings/year", {"school_year": YEAR}).status, 303)
        for days in ("30", "31", "31"):
            _expect(visitor.submit("/settings/links", "/settings/links", {"link_days": days}).status, 303)

    def _contacts_pages(self) -> None:
        visitor = self._office()
        begun = visitor.submit("/contacts", "/contacts", {"homeroom": "3-A", "export": new_id(), "students": "all"})
        _expect(begun.status, 303)
        _expect(visitor.get("/contacts").status, 200)
        page = begun.location

        def is_ready() -> bool:
            export = self._services.exports.get(page.rpartition("/")[2])
            return export is not None and export.is_over

        wait_until(is_ready, "file of contacts", 30)
        download = visitor.submit(page, f"{page}/download", {}).location
        _expect(requests.get(download, timeout=60).status_code, 200)

    def _answer_and_register(self) -> None:
        invitation, token = self._an_invitation()
        parent = Visitor(self._over_http)
        _expect(parent.submit(f"/i/{token}", f"/i/{token}", {}).status, 303)
        form = _form(invitation.student_ids[0], invitation.email)
        for _ in range(2):
            _expect(parent.submit("/answer", "/answer", form).status, 303)
        new = form | {"email": f"new{next(_numbers)}@example.net"}
        _expect(parent.submit("/answer", "/answer", new).status, 303)
        page = "/answer/another-parent"
        other = form | {"email": f"other{next(_numbers)}@example.org"}
        for send in ("yes", "no"):
            _expect(parent.submit(page, page, other | {"send_invitation": send}).status, 303)
        _expect(parent.submit("/answer/register", "/answer/register", {"password": PASSWORD}).status, 303)

    def _send_a_log_in(self) -> None:
        user = self._somebody(contact_ids=("c1",))
        self._services.store.save(Change.new(_log_in_mail(user, "b" * 64)))
        self.invoke("SendInvite", sqs_event({"kind": "log_in", "version": 1, "user_id": user.id, "number": 1}))
        mail = self._services.mails.get(f"log-in-{user.id}", 1)
        if mail is None or mail.state in NOT_SENT:
            raise Failed(mail)

    def _send_a_deletion(self) -> None:
        contact, _ = self._somebody_to_be_deleted(datetime.now(UTC))
        at = contact.deletion_asked_at
        assert at
        self.invoke(
            "SendInvite",
            sqs_event({"kind": "deletion", "version": 1, "contact_id": contact.id, "asked_at": int(at.timestamp())}),
        )
        mail = self._services.mails.get(f"deletion-{contact.id}-{int(at.timestamp())}", 1)
        if mail is None or mail.state in NOT_SENT:
            raise Failed(mail)

    def _somebody_to_be_deleted(self, asked_at: datetime, *others: str) -> tuple[ParentContact, User]:
        """Who has answered, has a password and is logged in, and whose address bounced; `others` read email there."""
        student = self._a_student()
        invitation, _ = self._an_invitation(student)
        contact = replace(_contact(student), user_key=invitation.email_key, deletion_asked_at=asked_at)
        contact_ids = (contact.id, *others)
        user = User(id=new_id(), email=invitation.email, name="A", contact_ids=contact_ids, has_password=True)
        self._services.passwords.set(user.id, PASSWORD)
        stored = self._services.roster.students([student.id])[student.id]
        blocked = AddressBlock(
            address=self._services.address_blocks.digest(user.email_key),
            reason=BlockReason.BOUNCED,
            since=datetime.now(UTC),
        )
        self._services.store.save(Change(stored, stored.linked_to(contact.id)), Change.new(contact), Change.new(user))
        self._services.store.save(
            Change.new(Deletion(contact_id=contact.id, asked_at=asked_at)),
            Change.new(blocked),
            Change.new(_log_in_mail(user, "b" * 64)),
        )
        start_log_in(user, self._services)
        return contact, user

    def _delete_somebody(self) -> None:
        a_day_ago = datetime.now(UTC) - timedelta(hours=25)
        contact, user = self._somebody_to_be_deleted(a_day_ago)
        _, sharing = self._somebody_to_be_deleted(a_day_ago, "c1")
        self._daily_run()
        left = [
            *self._services.roster.contacts([contact.id]),
            self._services.access.user(user.email_key),
            *self._services.address_blocks.get_many([user.email_key]),
            *self._services.access.sessions(user.email_key),
        ]
        shared = self._services.access.user(sharing.email_key)
        if any(left) or shared is None or shared.contact_ids != ("c1",):
            raise Failed("not deleted")

    def _send_to_a_new_address(self) -> None:
        contact = replace(_contact(), new_email="new@example.net", user_key="old@example.org")
        self._services.store.save(
            Change.new(contact),
            Change.new(first_change(contact.id, datetime.now(UTC))),
            Change.new(to_be_told(contact.id, 1, "old@example.org", datetime.now(UTC))),
        )
        for kind, key in (("new_address", "new-address"), ("address_changed", "address-changed")):
            message = {"kind": kind, "version": 1, "contact_id": contact.id, "number": 1}
            self.invoke("SendInvite", sqs_event(message))
            mail = self._services.mails.get(f"{key}-{contact.id}", 1)
            if mail is None or mail.state in NOT_SENT:
                raise Failed(mail)

    def _a_campaign(self) -> tuple[Campaign, ParentContact]:
        """That runs in a homeroom of its own, and the parent there, whom it has not asked."""
        day, number = datetime.now(UTC).date(), next(_numbers)
        code = f"C-{number}"
        newest = next(iter(self._services.campaigns.newest(1)), None)
        plan = CampaignPlan(begins=day, ends=day + timedelta(days=2), not_confirmed_since=day, homerooms=(code,))
        campaign = Campaign(
            id=next_campaign_id(newest), year=YEAR, plan=plan, made_by="u-admin", made_at=datetime.now(UTC)
        )
        student = Student(
            id=new_id(),
            first_name="Kind",
            last_name=f"Asked {number}",
            placements={YEAR: YearPlacement(homeroom=code)},
        )
        contact = _contact(student)
        user = self._somebody(contact_ids=(contact.id,))
        contact = replace(contact, user_key=user.email_key)
        room = Homeroom(year=YEAR, code=code)
        things: tuple[Stored, ...] = (campaign, room, student.linked_to(contact.id), contact)
        self._services.store.save(*map(Change.new, things))
        return campaign, contact

    def _run_a_campaign(self) -> None:
        campaign, contact = self._a_campaign()
        self._daily_run()
        if not campaign.has_asked(self._services.roster.contacts([contact.id])[contact.id]):
            raise Failed(contact.id)

    def _send_for_a_campaign(self) -> None:
        campaign, contact = self._a_campaign()
        stored = self._services.roster.contacts([contact.id])[contact.id]
        self._services.store.save(Change(stored, stored.asked(campaign.id, datetime.now(UTC), reached=True)))
        ids = {"campaign_id": campaign.id, "number": 1, "contact_ids": [contact.id]}
        self.invoke("SendInvite", sqs_event({"kind": "confirm_contact", "version": 1, **ids}))
        mail = self._services.mails.get(*campaign_mail_key(campaign.id, contact.user_key, 1))
        if mail is None or mail.state in NOT_SENT:
            raise Failed(mail)

    def _log_in_for_a_campaign(self) -> None:
        campaign, contact = self._a_campaign()
        token = new_token()
        link = CampaignLink(
            digest=digest(token),
            campaign_id=campaign.id,
            contact_id=contact.id,
            reader=self._services.address_blocks.digest(contact.user_key),
            made_at=datetime.now(UTC),
        )
        self._services.store.save(Change.new(link))
        page = f"/still-right/{token}"
        _expect(Visitor(self._over_http).submit(page, page, {}).status, 303)

    def _campaign_pages(self) -> None:
        """An office plans one, and ends it; a parent confirms with one press while another runs."""
        visitor = self._office()
        asked, contact = self._a_campaign()
        _expect(visitor.submit(f"/campaigns/{asked.id}", f"/campaigns/{asked.id}/end", {}).status, 303)
        room, day = asked.plan.homerooms[0], asked.plan.begins
        plan = {"begins": f"{day}", "ends": f"{day}", "not_confirmed_since": f"{day}"}
        plan |= {"whose": "chosen", f"homeroom_{room}": "yes"}
        _expect(visitor.submit("/campaigns", "/campaigns/count", plan).status, 200)
        planned = visitor.submit("/campaigns", "/campaigns", plan)
        _expect(planned.status, 303)
        _expect(visitor.get(planned.leads_to).status, 200)
        self._confirm(self._services.campaigns.newest(1)[0], contact)
        _expect(visitor.submit(planned.leads_to, f"{planned.leads_to}/end", {}).status, 303)

    def _confirm(self, campaign: Campaign, contact: ParentContact) -> None:
        """By whoever was asked."""
        stored = self._services.roster.contacts([contact.id])[contact.id]
        self._services.store.save(Change(stored, stored.asked(campaign.id, datetime.now(UTC), reached=True)))
        user, parent = self._services.access.user(contact.user_key), Visitor(self._over_http)
        if user is None:
            raise Failed("nobody to log in")
        parent.cookies[SESSION_COOKIE] = start_log_in(user, self._services).token
        _expect(parent.submit_form("/me/confirm", {}).status, 303)
        if self._services.campaigns.counts(campaign.id).confirmed != 1:
            raise Failed("not confirmed")

    def _letters(self) -> None:
        """Of a homeroom, printed and withdrawn; and of one student."""
        visitor, room, student = self._office(), f"L-{next(_numbers)}", self._a_student()
        placed = student.placed(YEAR, room, "3")
        self._services.store.save(Change(student, placed), Change.new(Homeroom(year=YEAR, code=room)))
        chosen = {"no_address": "yes", f"homeroom_{room}": "yes"}
        for _ in range(2):
            _expect(visitor.submit("/letters", "/letters", chosen).status, 200)
        for path in (f"/letters/print?homeroom={room}", f"/letters/open?homeroom={room}"):
            _expect(visitor.get(path).status, 200)
        [letter] = open_letters(room, self._services)
        page = f"/letters/open?homeroom={room}"
        shown = {"homeroom": room, "newest": letter.invitation.asked_at.isoformat()}
        _expect(visitor.submit(page, "/letters/withdraw", shown).status, 303)
        if open_letters(room, self._services):
            raise Failed("still open")
        page = f"/students/{student.id}"
        printed = visitor.submit(page, f"{page}/letter", {})
        _expect(printed.status, 303)
        _expect(visitor.get(printed.location).status, 200)

    def _answer_letters(self) -> None:
        """By somebody who types an address, and by somebody who has none; by the link and by the code."""
        typed = f"paper{next(_numbers)}@example.org"
        for email, by_code in ((typed, False), ("", True)):
            letter, parent = self._a_letter(), Visitor(self._over_http)
            if by_code:
                _expect(parent.submit("/code", "/code", {"code": letter.code}).status, 303)
            else:
                _expect(parent.submit(letter.path, letter.path, {}).status, 303)
            form = _form(letter.student.id, email) | {"mobile_phone": "217-555-0142"}
            for _ in range(2):
                _expect(parent.submit("/answer", "/answer", form).status, 303)
            _expect(parent.get("/answer/next").status, 200)
        wait_until(lambda: any(typed in mail["to"] for mail in self._site.mails()), "link to the address typed", 10)

    def _a_letter(self) -> PrintedLetter:
        user, student = self._somebody(is_admin=True), self._a_student()
        [made] = make_letters([student.id], By(user, "POST /letters"), self._services).made
        return printed_letter(made, self._services)

    def _logo(self) -> None:
        """One is chosen, shown and removed."""
        visitor, page = self._office(), "/settings/school"
        body, content_type = multipart(visitor.csrf(page), ("logo.png", a_png(next(_numbers), 2)))
        _expect(visitor.post_body("/settings/logo", body, content_type).status, 303)
        settings = self._services.site.settings()
        if settings is None or settings.logo is None:
            raise Failed("no logo")
        _expect(visitor.get(settings.logo.url).status, 200)
        removed = visitor.submit(page, "/settings/logo/remove", {"logo": settings.logo.name})
        _expect(removed.status, 303)

    def _mail_settings(self) -> None:
        """A preview, and a test to oneself."""
        visitor, page = self._office(), "/settings/mail"
        saved = hidden_fields(visitor.get(page).html)
        words = {"own_words_en": f"We meet on day {next(_numbers)}."}
        _expect(visitor.post(f"{page}/preview", saved | words).status, 200)
        _expect(visitor.post(page, saved | words).status, 303)
        saved = hidden_fields(visitor.get(page).html)
        _expect(visitor.post(f"{page}/test", saved | words).status, 303)

    def _send_a_sample(self) -> None:
        user, at = self._somebody(is_admin=True), int(datetime.now(UTC).timestamp())
        self.invoke("SendInvite", sqs_event({"kind": "sample", "version": 1, "user_id": user.id, "asked_at": at}))
        mail = self._services.mails.get(f"sample-{user.id}-{at}", 1)
        if mail is None or mail.state in NOT_SENT:
            raise Failed(mail)

    def _send_about_site_admins(self) -> None:
        """An invitation, and to somebody that their password was changed."""
        inviter, now = self._somebody(is_admin=True), datetime.now(UTC)
        invitation = _admin_invitation(inviter, now)
        self._services.store.save(Change.new(invitation))
        about = {"kind": "admin_invitation", "version": 1, "invitation_id": invitation.id, "number": 1}
        self.invoke("SendInvite", sqs_event(about))
        news = AccountNews(AuditAction.PASSWORD_CHANGED, self._somebody(contact_ids=("c1",)).id, now)
        told = {"action": news.action, "user_id": news.user_id, "about": "", "at": int(now.timestamp())}
        self.invoke("SendInvite", sqs_event({"kind": "account_news", "version": 1} | told))
        reader = self._services.access.users_by_id([news.user_id])[news.user_id]
        for key in (
            admin_invitation_key(invitation.id, 1),
            account_news_key(news.action, news.user_id, now, reader.email_key),
        ):
            mail = self._services.mails.get(*key)
            if mail is None or mail.state in NOT_SENT:
                raise Failed(mail)

    def _site_admins(self) -> None:
        office, page, inviter = self._office(), "/settings/people", self._somebody(is_admin=True)
        invited = {"email": f"office{next(_numbers)}@example.org"}
        _expect(office.submit(page, page, invited).status, 303)
        _expect(office.get(page).status, 200)
        asked = f"{page}/invitations/{admin_invitation_id(invited['email'], self._services)}"
        for operation, number in (("again", "1"), ("withdraw", "2")):
            _expect(office.submit(page, f"{asked}/{operation}", {"number": number}).leads_to, page)
            self._check_admin_invitation(invited["email"], operation)
        token = new_token()
        self._services.store.save(Change.new(_admin_invitation(inviter, datetime.now(UTC)).made(digest(token))))
        link, newcomer = f"/login/invited/{token}", Visitor(self._over_http)
        _expect(newcomer.submit(link, link, {"name": "Kim Park", "password": PASSWORD}).status, 303)
        person = f"{page}/{self._somebody(is_admin=True, has_password=True).id}"
        _expect(newcomer.submit(person, f"{person}/log-out", {}).status, 303)
        _expect(newcomer.submit(person, f"{person}/remove", {}).status, 303)

    def _check_admin_invitation(self, email: str, operation: str) -> None:
        """A redirect says nothing of what was done."""
        left = AdminInvitationState.WITHDRAWN if operation == "withdraw" else AdminInvitationState.OPEN
        invitation = self._services.admin_invitations.get(admin_invitation_id(email, self._services))
        if invitation is None or (invitation.number, invitation.state) != (2, left):
            raise Failed(operation)

    def _log_in_by_email(self) -> None:
        invitation, _ = self._an_invitation(asked_at=datetime.now(UTC) - timedelta(days=1))
        for email in (self._somebody(contact_ids=("c1",)).email, invitation.email):
            _expect(Visitor(self._over_http).submit("/login/link", "/login/link", {"email": email}).status, 303)
        if self._services.invitations.get_many([invitation.id])[invitation.id].send_number != 2:
            raise Failed("no new link")
        admin, parent = Visitor(self._over_http), Visitor(self._over_http)
        token, _ = self._mailed(admin, self._somebody(is_admin=True))
        _expect(admin.submit(f"/login/link/{token}", f"/login/link/{token}", {}).status, 303)
        _expect(admin.submit("/login/password", "/login/password", {"password": PASSWORD}).status, 303)
        _, code = self._mailed(parent, self._somebody(contact_ids=("c1",)))
        _expect(parent.submit("/login/code", "/login/code", {"code": code}).status, 303)

    def _mailed(self, visitor: Visitor, user: User) -> tuple[str, str]:
        """The token and the code of an email that this visitor has asked for."""
        visitor.get("/login/link")
        now, browser, token, code = datetime.now(UTC), digest(visitor.cookies[ANONYMOUS_COOKIE]), new_token(), "042917"
        mail = _log_in_mail(user, browser).made(digest(token), self._services.code_key.digest(CODE_PURPOSE, code), now)
        request = LogInRequest(browser=browser, address="a" * 64, user_id=user.id, number=1, asked_at=now)
        link = LogInLink(digest=mail.link, user_id=user.id, made_at=now)
        self._services.store.save(Change.new(mail), Change.new(request), Change.new(link))
        return token, code

    def _somebody(self, **role: Any) -> User:
        user = User(id=new_id(), email=f"user{next(_numbers)}@example.org", name="A", **role)
        self._services.store.save(Change.new(user))
        return user

    def _type_a_code(self) -> None:
        """A right one: of wrong ones an address has ten an hour, and this is done more often."""
        invitation, _ = self._an_invitation()
        code = new_code()
        stored_as = self._services.code_key.digest(PURPOSE, code)
        link = Link(digest=stored_as, invitation_id=invitation.id, send_number=1, expires_at=invitation.expires_at)
        self._services.store.save(Change.new(link))
        _expect(Visitor(self._over_http).submit("/code", "/code", {"code": shown_code(code)}).status, 303)
        _expect(Visitor(self._over_http).submit("/code", "/code/new-link", {"code": code}).status, 303)

    def _decline(self) -> None:
        _, token = self._an_invitation()
        link, visitor = f"/i/{token}", Visitor(self._over_http)
        _expect(visitor.submit(f"{link}/decline", f"{link}/decline", {"which": "all"}).status, 303)
        _expect(visitor.submit(f"{link}/declined", f"{link}/declined", {}).status, 303)
        _expect(visitor.get(link).status, 200)

    def _renew_and_stop(self) -> None:
        """In an hour that is over, and by the token of a mail."""
        now = datetime.now(UTC)
        invitation, token = self._an_invitation(expires=now - timedelta(minutes=1), asked_at=now - timedelta(days=1))
        visitor = Visitor(self._over_http)
        _expect(visitor.submit(f"/i/{token}", f"/i/{token}/new-link", {}).status, 303)
        if self._services.invitations.get_many([invitation.id])[invitation.id].send_number != 2:
            raise Failed("no new link")
        stop = new_token()
        self._services.store.save(
            Change.new(
                StopLink(
                    digest=digest(stop), address=self._services.address_blocks.digest(invitation.email_key), sent_at=now
                )
            )
        )
        for _ in range(2):
            _expect(visitor.post(f"/u/{stop}", {"List-Unsubscribe": "One-Click"}).status, 200)
        _expect(visitor.submit(f"/u/{stop}", f"/u/{stop}/again", {}).status, 303)

    def _want_digests(self) -> None:
        before = self._services.site.settings()
        after = replace(before or SiteSettings(school_year=YEAR), reminder_days=(3, 10), daily_digest=True)
        if after != before:
            self._services.store.save(Change(before, after))

    def _whose_parent_is_over(self, last: date) -> Student:
        """A student whose only contact was their parent until this day, and that no run has seen to yet."""
        student = self._a_student()
        contact = replace(_contact(student), students={student.id: Relation(until=last)})
        linked = self._services.roster.students([student.id])[student.id]
        self._services.store.save(Change(linked, linked.linked_to(contact.id)), Change.new(contact))
        return student

    def _want_next_year(self, day: date) -> None:
        """The year in which everything here happens is to become the current one."""
        before = self._services.site.settings()
        after = SiteSettings(school_year=previous_school_year(YEAR)) if before is None else before
        after = replace(after, school_year=previous_school_year(YEAR), next_year_from=day)
        if after != before:
            self._services.store.save(Change(before, after))

    def _somebody_has_answered(self, when: datetime) -> str:
        """The address of whoever invited them."""
        user = User(id=new_id(), email=f"user{next(_numbers)}@example.org", name="A", is_admin=True, has_password=True)
        self._services.store.save(Change.new(user))
        invitation, _ = self._an_invitation()
        invited = replace(invitation, inviter_email_key=user.email_key, version=1)
        self._services.store.save(Change(invited, with_answer(invited, "c1", when)))
        return user.email

    def _answer_with_a_contact_of_ones_own(self) -> None:
        """Somebody recorded a contact for a parent who has one, and a log-in: the recorded one goes. Then they stop."""
        student = self._a_student()
        own, recorded = _contact(), _contact(student)
        student = student.linked_to(recorded.id)
        invitation, token = self._an_invitation(student, contact_id=recorded.id)
        user = User(id=new_id(), email=invitation.email, name="A", contact_ids=(own.id,))
        proved = own.proved_by(user.email_key)
        self._services.store.save(Change.new(proved), Change.new(recorded), Change.new(user))
        parent = Visitor(self._over_http)
        _expect(parent.submit(f"/i/{token}", f"/i/{token}", {}).status, 303)
        _expect(parent.submit("/answer/who", "/answer/who", {"parent": own.id}).status, 303)
        for _ in range(2):  # saved again, it changes nothing of a contact who is known
            _expect(parent.submit("/answer", "/answer", _form(student.id, invitation.email)).status, 303)
        _expect(parent.submit("/answer/next", "/answer/done", {}).status, 303)

    def _import_pages(self) -> None:
        visitor = self._office()
        csrf = visitor.csrf("/imports")
        body = f'--B\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{csrf}\r\n--B\r\nContent-Disposition: '
        body += 'form-data; name="file"; filename="nothing.csv"\r\n\r\nx\r\n--B--\r\n'
        _expect(visitor.post_body("/imports", body.encode(), "multipart/form-data; boundary=B").status, 303)
        self._send_to_the_bucket(json.loads(visitor.submit("/imports", "/imports/uploads", {"name": "a.csv"}).html))
        check = f"/imports/{self._check_id}"
        for operation in ("new-homerooms", "confirm"):
            _expect(visitor.submit(check, f"{check}/{operation}", {}).status, 303)
        _expect(requests.get(visitor.get(f"/imports/{self._import_id}/results").location, timeout=60).status_code, 200)
        waiting = self._a_file_that_waits()
        _expect(visitor.submit(f"/imports/{waiting.id}", f"/imports/{waiting.id}/leave", {}).status, 303)
        finished = self._a_finished_import_without_results()
        _expect(visitor.get(f"/imports/{finished}/results").status, 404)
        _expect(visitor.submit("/imports", f"/imports/{finished}/withdraw", {}).status, 303)

    def _invitation_pages(self) -> None:
        visitor = self._office()
        invitation, _ = self._an_invitation()
        lists = ("", "?state=waiting", "?import=x", "?inviter=x", "?q=maria@", "?q=maria", "?homeroom=3-A")
        pages = ("/invitations/filter", "/invitations/download", "/invitations/file")
        for path in (*(f"/invitations{query}" for query in lists), *pages):
            _expect(visitor.get(path).status, 200)
        page = f"/invitations/{invitation.id}"
        new = f"corrected{next(_numbers)}@example.org"
        for operation, form in (("address", {"email": new}), ("hold", {}), ("release", {}), ("withdraw", {})):
            _expect(visitor.submit(page, f"{page}/{operation}", form).status, 303)
            self._check_history(invitation, operation)
        self._services.store.save(*self._without_bulk_resend())
        _expect(visitor.submit("/imports", "/invitations/send-again", {}).status, 303)

    def _check_history(self, invitation: Invitation, operation: str) -> None:
        """A redirect says nothing of what was done."""
        what = {
            "address": "corrected",
            "hold": "held",
            "release": "released",
            "withdraw": "withdrawn",
            "left": "ended",
        }[operation]
        history = self._services.invitations.get_many([invitation.id])[invitation.id].history
        if what not in [happened.kind.value for happened in history]:
            raise Failed(what)

    def _students_by_hand(self) -> None:
        """One is added, gets an id, and is protected; one who is asked about leaves, and is back."""
        visitor = self._office()
        new = {"first_name": "Neu", "last_name": f"Muster {next(_numbers)}", "homeroom": "3-A"}
        added = visitor.submit_form("/students/new", new)
        _expect(added.status, 303)
        _expect(visitor.submit_form(f"{added.leads_to}/edit", new | {"student_id": f"n{next(_numbers)}"}).status, 303)
        _expect(visitor.submit_form(f"{added.leads_to}/protected", {"protected": "yes", "reason": "A"}).status, 303)
        invitation, _ = self._an_invitation()
        page = f"/students/{invitation.student_ids[0]}/left"
        for left in ("yes", "no"):
            _expect(visitor.submit(page, page, {"left": left}).status, 303)
        self._check_history(invitation, "left")

    def _homerooms_by_hand(self) -> None:
        """Two are added; one is renamed and becomes part of the other with its student, whose list is opened."""
        visitor, one = self._office(), f"h{next(_numbers)}"
        for code in (f"{one}-A", f"{one}-B"):
            _expect(visitor.submit_form("/homerooms/new", {"code": code, "grade": "3"}).status, 303)
        student = self._a_student()
        placed = student.placed(YEAR, f"{one}-A", "3")
        self._services.store.save(Change(student, placed))
        _expect(visitor.submit_form(f"/homerooms/{one}-A/edit", {"code": f"{one}-C", "grade": "3"}).status, 303)
        shown = visitor.get(f"/homerooms/{one}-C/merge?into={one}-B").html
        _expect(visitor.post(f"/homerooms/{one}-C/merge", hidden_fields(shown)).status, 303)
        if self._services.roster.students([student.id])[student.id].placements[YEAR].homeroom != f"{one}-B":
            raise Failed("not moved")
        _expect(visitor.submit_form(f"/homerooms/{one}-B/contacts", {}).status, 200)

    def _unlink(self) -> None:
        """Somebody who has answered and has a password, and of whom nothing stays."""
        visitor = self._office()
        student, email = self._a_student(), f"wrong{next(_numbers)}@example.org"
        contact = replace(_contact(student), user_key=email)
        user = User(id=new_id(), email=email, name="A", contact_ids=(contact.id,), has_password=True)
        self._services.passwords.set(user.id, PASSWORD)
        linked = Change(student, student.linked_to(contact.id))
        self._services.store.save(linked, Change.new(contact), Change.new(user))
        another = f"/students/{student.id}/another-parent"
        form = _form(student.id, f"right{next(_numbers)}@example.org") | {"send_invitation": "yes"}
        _expect(visitor.submit(another, another, form).status, 303)
        page = f"/students/{student.id}/contacts/{contact.id}/unlink"
        _expect(visitor.submit(page, page, {}).status, 303)
        if self._services.roster.contacts([contact.id]) or self._services.access.user(email):
            raise Failed("still linked")

    def _correct_contact(self) -> None:
        """Somebody who logs in, at another address from now on."""
        visitor = self._office()
        student, email = self._a_student(), f"old{next(_numbers)}@example.org"
        contact = replace(_contact(student), details=replace(_contact().details, email=email), user_key=email)
        user = User(id=new_id(), email=email, name="A", contact_ids=(contact.id,))
        linked = Change(student, student.linked_to(contact.id))
        self._services.store.save(linked, Change.new(contact), Change.new(user))
        page = f"/students/{student.id}/contacts/{contact.id}/edit"
        form = _form(student.id, f"new{next(_numbers)}@example.org") | {"said_how": "phone", "said_note": "Called"}
        _expect(visitor.submit(page, page, form).status, 303)

    def _merge_contacts(self) -> None:
        """Somebody who logs in, and what was recorded for them."""
        visitor = self._office()
        student, email = self._a_student(), f"double{next(_numbers)}@example.org"
        one, other = (
            replace(c, details=replace(c.details, email=email)) for c in (_contact(student), _contact(student))
        )
        one, user = replace(one, user_key=email), User(id=new_id(), email=email, name="A", contact_ids=(one.id,))
        linked = Change(student, student.linked_to(one.id).linked_to(other.id))
        self._services.store.save(linked, Change.new(one), Change.new(other), Change.new(user))
        page = f"/students/{student.id}/contacts/{one.id}/same"
        _expect(visitor.get(page).status, 200)
        form = {"version": f"{one.id}.1 {other.id}.1"}
        _expect(visitor.submit(f"{page}/{other.id}", f"{page}/{other.id}", form).status, 303)
        if self._services.roster.contacts([other.id]):
            raise Failed("still two")

    def _merge_and_delete(self) -> None:
        """Two students with a parent and an invitation each, of whom nothing stays."""
        visitor = self._office()
        staying, going = self._a_student(), self._a_student()
        for student in (staying, going):
            contact = _contact(student)
            self._an_invitation(student)
            stored = self._services.roster.students([student.id])[student.id]
            self._services.store.save(Change(stored, stored.linked_to(contact.id)), Change.new(contact))
        page = f"/students/{staying.id}/merge"
        _expect(visitor.get(f"{page}?q=Muster").status, 200)
        seen = find_pair(staying.id, going.id, self._services).seen
        shown = f"{page}?with={going.id}"
        _expect(visitor.submit(shown, page, {"with": going.id, "seen": seen}).status, 303)
        one = self._services.roster.students([staying.id])[staying.id]
        if one.merged_ids != (going.id,):
            raise Failed("not merged")
        _expect(visitor.get(f"/students/{going.id}").status, 303)
        page = f"/students/{staying.id}/delete"
        _expect(visitor.submit(page, page, {"seen": str(one.version), "confirm": "yes"}).status, 303)
        if self._services.roster.students([staying.id]) or self._services.roster.merged([going.id]):
            raise Failed("not deleted")

    def _data_of_somebody(self) -> None:
        """For a family that asks."""
        visitor = self._office()
        student = self._a_student()
        contact = _contact(student)
        self._services.store.save(Change(student, student.linked_to(contact.id)), Change.new(contact))
        page = f"/students/{student.id}/contacts/{contact.id}/data"
        for path in (page, f"{page}.json", f"{page}.html"):
            _expect(visitor.get(path).status, 200)
        for _ in range(2):
            _expect(visitor.submit(f"{page}/delete", f"{page}/delete", {}).status, 303)
            _expect(visitor.submit(page, f"{page}/keep", {}).status, 303)

    def _without_bulk_resend(self) -> list[Change]:
        newest = self._services.invitations.bulk_resend()
        return [Change.gone(newest)] if newest else []

    def _send_again_to_all(self) -> None:
        day_before = datetime.now(UTC) - timedelta(days=1, minutes=5)
        invitation, _ = self._an_invitation(asked_at=day_before)
        for among in (Among(import_id="x"), Among(inviter="x"), EVERYBODY):
            self._services.store.save(*self._without_bulk_resend())
            self._services.store.save(Change.new(BulkResend(by="A", started_at=datetime.now(UTC), among=among)))
            self.invoke("ImportCsv", sqs_event({"kind": "bulk_resend", "version": 1}))
        if self._services.invitations.get_many([invitation.id])[invitation.id].send_number != 2:
            raise Failed("sending again")

    def _send_to_the_bucket(self, form: dict[str, Any]) -> None:
        """As a browser does; S3 holds the form's fields against the role that has signed them."""
        file = {"file": ("a.csv", b"nothing")}
        answer = requests.post(form["address"], data=form["fields"], files=file, allow_redirects=False, timeout=60)
        _expect(answer.status_code, 303)

    def _own_pages(self) -> None:
        student = self._a_student()
        contact = _contact(student)
        self._services.store.save(Change.new(contact))
        parent = Visitor(self._over_http)
        user = self._log_in(parent, contact_ids=(contact.id,))
        for _ in range(2):
            _expect(parent.submit("/me/edit", "/me/edit", _form(student.id, user.email)).status, 303)
        other = _form(student.id, f"other{next(_numbers)}@example.org") | {"send_invitation": "yes"}
        _expect(parent.submit("/me/another-parent", "/me/another-parent", other).status, 303)
        for wanted in ("no", "yes"):
            for path in ("/me/school-mail", "/me/emails"):
                _expect(parent.submit("/me", path, {"wanted": wanted}).status, 303)
        self._new_address(parent, contact.id)

    def _new_address(self, parent: Visitor, contact_id: str) -> None:
        """It is typed, taken back and typed again; the link is pressed, and the account is at another address."""
        new, token, page = f"new{next(_numbers)}@example.net", new_token(), "/me/email"
        _expect(parent.submit(page, page, {"email": new, "password": PASSWORD}).status, 303)
        _expect(parent.submit(page, f"{page}/keep", {}).status, 303)
        _expect(parent.submit(page, page, {"email": new, "password": PASSWORD}).status, 303)
        self._make_address_link(contact_id, token)
        page = f"/confirm-address/{token}"
        _expect(Visitor(self._over_http).submit(page, page, {}).status, 303)
        _expect(Visitor(self._over_http).get(page).status, 200)
        if self._services.access.user(new) is None:
            raise Failed("not moved")

    def _make_address_link(self, contact_id: str, token: str) -> None:
        """Once the email has its own, which would end this one."""
        changes = self._services.address_changes
        wait_until(lambda: (change := changes.get(contact_id)) and change.link, "link to a new address", 30)
        change, now = changes.get(contact_id), datetime.now(UTC)
        if change is None:
            raise Failed("no change")
        made = change.made(digest(token), now)
        link = AddressChangeLink(digest=made.link, contact_id=contact_id, made_at=now)
        self._services.store.save(Change(change, made), Change.new(link))

    def _own_account(self) -> None:
        """A parent who has come by a mailed link sets a first password: the password service makes the user."""
        contact = _contact()
        user = User(id=new_id(), email=f"user{next(_numbers)}@example.org", name="A", contact_ids=(contact.id,))
        self._services.store.save(Change.new(contact), Change.new(user))
        parent, elsewhere = Visitor(self._over_http), start_log_in(user, self._services)
        parent.cookies[SESSION_COOKIE] = start_log_in(user, self._services).token
        [other] = [s for s in self._services.access.sessions(user.email_key) if s.digest == digest(elsewhere.token)]
        for operation in (f"{other.public_id}/end", "end-others"):
            _expect(parent.submit("/me/edit", f"/me/sessions/{operation}", {}).status, 303)
        if find_user(elsewhere.token, self._services):
            raise Failed("a log-in that was ended")
        _expect(parent.submit("/me/password", "/me/password", {"password": PASSWORD}).status, 303)
        _expect(parent.get("/me/sessions").status, 200)

    def _log_in(self, visitor: Visitor, **role: Any) -> User:
        """As somebody new each time: whoever logs in often is made to wait, and that is no missing permission."""
        user = User(id=new_id(), email=f"user{next(_numbers)}@example.org", name="A", has_password=True, **role)
        self._services.passwords.set(user.id, PASSWORD)
        self._services.store.save(Change.new(user))
        _expect(visitor.submit("/login", "/login", {"email": user.email, "password": PASSWORD}).status, 303)
        return user

    # ------------------------------------------------------------ what a round needs beforehand, made as the owner
    def _a_student(self) -> Student:
        number = next(_numbers)
        placements = {YEAR: YearPlacement(homeroom="3-A", grade="3")}
        student = Student(id=new_id(), first_name="Kind", last_name=f"Muster {number}", placements=placements)
        self._services.store.save(Change.new(student))
        return replace(student, version=1)

    def _an_invitation(
        self,
        student: Student | None = None,
        expires: datetime | None = None,
        contact_id: str = "",
        asked_at: datetime | None = None,
    ) -> tuple[Invitation, str]:
        before = student and self._services.roster.students([student.id])[student.id]
        student, now, token = student or self._a_student(), datetime.now(UTC), new_token()
        invitation = Invitation(
            id=new_id(),
            email=f"parent{next(_numbers)}@example.org",
            parent_name="",
            student_ids=(student.id,),
            years=(YEAR,),
            inviter="Lincoln School",
            created_at=now,
            asked_at=asked_at or now,
            expires_at=expires or now + timedelta(days=30),
            contact_id=contact_id,
        )
        link = Link(digest=digest(token), invitation_id=invitation.id, send_number=1, expires_at=invitation.expires_at)
        lock = AddressLock(email_key=invitation.email_key, invitation_id=invitation.id)
        about = Change(before or student, student.with_open_invitation(invitation.id))
        self._services.store.save(about, Change.new(invitation), Change.new(link), Change.new(lock))
        return invitation, token

    def _import(self, rows: str) -> str:
        """Import rows by a direct call, as another event for an object that is there, of a file that somebody has
        confirmed on the page; the import's id.
        """
        text = "year,class_code,grade,student_id,student_last_name,student_first_name,parent_email\n" + rows
        bucket, key = self._site.outputs["UploadBucketName"], f"uploads/exercise{next(_numbers)}.csv"
        by = {"by-user": "somebody@example.org"}
        version = self._site.aws("s3").put_object(Bucket=bucket, Key=key, Body=text.encode(), Metadata=by)["VersionId"]
        upload = Upload(bucket=bucket, key=key, object_version=version)
        self._import_event(upload)
        run = self._services.imports.get(upload.import_id)
        if run is None or not run.over:
            raise Failed(run)
        return run.id

    def _import_event(self, upload: Upload) -> None:
        message = {
            "kind": "import",
            "version": 1,
            "bucket": upload.bucket,
            "key": upload.key,
            "object_version": upload.object_version,
        }
        self.invoke("ImportCsv", sqs_event(message))

    def _stored(self, run_id: str) -> Any:
        return self._services.imports.get(run_id)

    def _change_run(self, run_id: str, change: Callable[[ImportRun], ImportRun]) -> None:
        """The bucket's own event may be at it."""

        def store() -> None:
            run = self._stored(run_id)
            self._services.store.save(Change(run, change(run)))

        retry_on_conflict(store)

    def _a_finished_check(self) -> str:
        upload = self._services.files.put_check("check.csv", b"class_code,last_name,first_name\n3-A,Check,Kind\n", "")
        self._import_event(upload)
        return upload.import_id

    def _a_file_that_waits(self, since: datetime | None = None) -> ImportRun:
        """Of a file that is gone by now; its check is made as well."""
        upload = Upload(bucket=self._site.outputs["UploadBucketName"], key=f"uploads/waits{next(_numbers)}.csv")
        began = since or datetime.now(UTC)
        run = ImportRun(upload=upload, started_at=began).kept_waiting(1, began, differs=False)
        check = replace(ImportRun(upload=upload, started_at=began), state=ImportState.CHECKED, check_number=1)
        self._services.store.save(Change.new(run), Change.new(check))
        return run

    def _tell_of_rows_that_wait(self) -> None:
        upload = Upload(bucket="b", key=f"uploads/rows{next(_numbers)}.csv")
        run = ImportRun(upload=upload, started_at=datetime.now(UTC), last_row=2, counts={"waiting": 1})
        self._services.store.save(Change.new(run.finished(datetime.now(UTC))))
        self.invoke("SendInvite", sqs_event({"kind": "notice", "version": 1, "import_id": run.id}))
        told = self._stored(run.id)
        self._services.store.save(Change.gone(told))
        if told.look.notices_sent != 1:
            raise Failed(told)

    def _a_finished_import_without_results(self) -> str:
        run = self._stored(self._check_id)
        upload: Upload = replace(run.upload, key=f"uploads/none{next(_numbers)}.csv")
        done = replace(run, upload=upload, state=type(run.state)("finished"), version=0)
        self._services.store.save(Change.new(done))
        return upload.import_id

    def _over_http(self, function: str, event: dict[str, Any]) -> Any:
        return self.invoke({"portal": "Portal", "accept_invite": "AcceptInvite"}[function], event)


def _unknown_mail(invitation: Invitation) -> Mail:
    """Handed over perhaps, two days ago, and never reported."""
    then = datetime.now(UTC) - timedelta(days=2)
    return replace(new_mail(invitation.id, 1, then), state=MailState.SEND_UNCONFIRMED)


def _mail_to_remind(invitation: Invitation, now: datetime) -> Mail:
    return replace(new_mail(invitation.id, 1, now), state=MailState.DELIVERED, look_at=None, remind_at=now)


def _contact(*students: Student) -> ParentContact:
    details = ContactDetails(first_name="Ada", last_name="Parent")
    return ParentContact(id=new_id(), details=details, students={s.id: Relation() for s in students})


def _form(student_id: str, email: str) -> dict[str, str]:
    form = {"first_name": "Ada", "last_name": "Parent", "email": email}
    return form | {f"relationship_{student_id}": "Mother", f"lives_with_{student_id}": "yes"}


def _expect(found: int | str, wanted: int | str) -> None:
    if found != wanted:
        raise Failed(found)


def _admin_invitation(inviter: User, now: datetime) -> AdminInvitation:
    email, user_id = f"invited{next(_numbers)}@example.org", new_id()
    return AdminInvitation(id=new_id(), email=email, user_id=user_id, invited_by=inviter.id, asked_at=now)


def _log_in_mail(user: User, browser: str) -> LogInMail:
    return LogInMail(
        user_id=user.id,
        email=user.email,
        names=(user.name,),
        sets_password=user.is_admin,
        number=1,
        browser=browser,
        asked_at=datetime.now(UTC),
    )
