"""Both functions that answer requests, in this process, over the fakes: thousands of requests in seconds.

Two families live here, and everything about them that others must not see is marked.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest

from homeroom.domain.accounts.log_in_mail import LogInRequest
from homeroom.domain.audit.audit_entry import AuditAction, AuditEntry, Nameless
from homeroom.domain.exports.export import ExportOptions
from homeroom.domain.families.contact_log import Author, ContactLog, Occasion, logged
from homeroom.domain.families.exclusion import Exclusion
from homeroom.domain.families.parent_contact import FilledForm, ParentContact, Relation
from homeroom.domain.imports.header_answers import HeaderAnswers
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.imports.look import Look
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.invitations.parent_request import ParentRequest
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.email_address import email_key
from homeroom.domain.kernel.token import digest, new_id, new_token
from homeroom.domain.mail.mail import MailKind
from homeroom.domain.roster.student import Student
from homeroom.domain.site.logo import logo_of
from homeroom.domain.site.picture import read_picture
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.accounts.second_factor import log_in_with_code
from homeroom.use_cases.accounts.sessions import start_log_in, start_setting_password
from homeroom.use_cases.answers.begin_answer import begin_answer
from homeroom.use_cases.answers.decline import decline_by_link
from homeroom.use_cases.answers.open_link import Visitor
from homeroom.use_cases.answers.save_contact import save_contact
from homeroom.use_cases.exports.ask_for_export import ask_for_export
from homeroom.use_cases.exports.make_export import make_export
from homeroom.use_cases.invitations.ask_for_log_in import ask_for_log_in
from homeroom.use_cases.invitations.make_letters import make_letters
from homeroom.use_cases.mail.stop_mails import stop_mails
from homeroom.web.core.form_cookies import form_cookie
from homeroom.web.core.requests import ANONYMOUS_COOKIE, SESSION_COOKIE
from homeroom.web.core.routing import Route
from tests.factories import (
    NOW,
    YEAR,
    a_code,
    a_contact,
    a_homeroom,
    a_parent_user,
    a_second_factor,
    a_student,
    an_admin,
    by_admin,
    details,
)
from tests.fakes import World
from tests.steps.address_mail import mailed_to_new_address
from tests.steps.admin_mail import invited_as_admin
from tests.steps.asked_to_confirm import CAMPAIGN, asked_whether_right
from tests.steps.invited import invited, newest_code
from tests.steps.lambda_events import Context
from tests.steps.log_in_mail import log_ins_sent, newest_secrets
from tests.steps.log_lines import LogLines, captured_log
from tests.steps.project import load_app
from tests.steps.small_pictures import a_png
from tests.steps.template import FOLDERS

PASSWORD = "long-enough-password"
FORM_KEY = "1-00000000"
"""Of the one form that a browser has begun here."""
EMPTY_HOMEROOM = "3-E"
FORMER_CODE = "3-Z"
"""Of a homeroom that is 3-A by now."""
_PARTS = ("store", "queue", "import_queue", "passwords", "files", "mailer")


class Role(StrEnum):
    ANONYMOUS = "anonymous"
    LINK_HOLDER = "link holder of the Adams family"
    ANSWERED = "link holder of the Adams family who has answered"
    PARENT_A = "registered parent of the Adams family"
    PARENT_BY_LINK = "parent of the Adams family who logged in by a link, without a password"
    PARENT_B = "registered parent of the Brown family"
    ONE_OF_TWO = "one of two parents who share the address of the Adams family"
    ADMIN = "Site Admin"
    OWES_CODE = "Site Admin who has given the password and owes a code"
    OWES_APP = "Site Admin who has given the password and has no app for codes yet"
    SETTING_PASSWORD = "Site Admin who has used a mailed link"


@dataclass(frozen=True)
class Family:
    """A registered parent of one student, who is logged in elsewhere, too, has typed a new address and is asked by
    a campaign whether it is still right; another parent of the same, who has no password and logged in by a link;
    one whom the first has recorded, and who has not answered; one who has stopped all emails; one who is invited
    about a second student and has begun; and one who has answered about a third. The registered parent has asked
    for another one of the second student's. The marks stand in what each of them shares with nobody.
    """

    name: str
    student_id: str
    invited_id: str
    answered_id: str
    invitation_id: str
    recorded_id: str
    request_id: str
    link: str
    code: str
    stop: str
    stopped: str
    stopped_id: str
    declined_id: str
    session: str
    other_session_id: str
    link_session: str
    form_session: str
    answered_session: str
    shared_session: str
    address_link: str
    still_right: str

    @property
    def contact_marks(self) -> tuple[str, ...]:
        return f"{self.name}-contact@", f"555-{self.name}", f"{self.name} Street"

    @property
    def new_address_marks(self) -> tuple[str, ...]:
        """Of the address that waits: whoever holds the link that was mailed there sees it, too."""
        return (f"{self.name}-new@",)

    @property
    def by_link_marks(self) -> tuple[str, ...]:
        return (f"{self.name}-by-link@",)

    @property
    def invitation_marks(self) -> tuple[str, ...]:
        return (f"{self.name}-invited@",)

    @property
    def answered_marks(self) -> tuple[str, ...]:
        return (f"{self.name}-answered@",)

    @property
    def unseen_marks(self) -> tuple[str, ...]:
        """No parent sees them: of whom the registered parent has recorded they see the name that they typed."""
        return f"{self.name}-recorded@", f"{self.name}-stopped@"

    @property
    def excluded_marks(self) -> tuple[str, ...]:
        return (excluded(self.name).email,)

    @property
    def request_marks(self) -> tuple[str, ...]:
        return (f"{self.name}-asked@",)

    @property
    def own_marks(self) -> tuple[str, ...]:
        """Of all that the registered parent sees of themselves."""
        return *self.contact_marks, *self.new_address_marks, *self.request_marks, *self.excluded_marks

    @property
    def marks(self) -> tuple[str, ...]:
        others = (*self.by_link_marks, *self.invitation_marks, *self.answered_marks, *self.unseen_marks)
        return *self.own_marks, *others

    @property
    def student_ids(self) -> tuple[str, ...]:
        return self.student_id, self.invited_id, self.answered_id

    @property
    def ids(self) -> tuple[str, ...]:
        """By which anything stored shows that it is this family's."""
        return (
            *self.student_ids,
            self.invitation_id,
            self.request_id,
            self.recorded_id,
            self.stopped_id,
            self.declined_id,
            f"contact-{self.name}",
            *self.marks,
        )


class FunctionSite:
    def __init__(self, world: World, log: LogLines, apps: Mapping[str, Any]) -> None:
        self.world, self.log, self._apps = world, log, apps
        self.routes: list[Route] = [route for app in apps.values() for route in app.ROUTES]
        self.families = _seed(world)
        admin = an_admin(has_second_factor=True)
        others = [an_admin(id=f"u-{name}", email=f"{name}@example.org") for name in ("code", "app")]
        others[0] = replace(others[0], has_second_factor=True)
        shown, logo = logo_of(read_picture(a_png()))
        settings = SiteSettings(school_year=YEAR, second_factor_required=True, logo=shown)
        world.store.save(Change.new(settings), Change.new(logo))
        self.logo = shown.name
        factors = [a_second_factor(), a_second_factor(user_id="u-code")]
        world.store.save(*map(Change.new, (admin, *others)), *map(Change.new, factors))
        world.passwords.passwords["u-admin"] = PASSWORD
        password_only = start_log_in(admin, world.services)
        self.admin_session = log_in_with_code(password_only.token, a_code(), "POST /x", world.services).token
        self.admin_invitation_id, self.admin_link = invited_as_admin(world, self.admin_session, "kim.park@example.org")
        self.owing_code, self.owing_app = (start_log_in(user, world.services).token for user in others)
        world.store.save(_as_never_used(world))
        self.imports = {state: _an_import(world, state) for state in ("checked", "placing", "finished", "waiting")}
        world.store.save(Change.new(HeaderAnswers(header_key="columns", answers={"doubt.letters": "cp1250"})))
        self.export_id = _an_export(world)
        self.campaign_id = CAMPAIGN.id
        self.anonymous = new_token()
        self.log_in_secrets = {
            family.name: self._mailed(f"{family.name}-contact@example.org") for family in reversed(self.families)
        }
        self.setting_session = start_setting_password(an_admin(), world.services).token
        self._remembered, self._moment = self.state(), world.clock.now

    def _mailed(self, email: str) -> tuple[str, str]:
        """The token and the code of an email that logs in. All ask in one browser, where the code of the
        last one works: that of the first family.
        """
        ask_for_log_in(email, self.anonymous, "192.0.2.1", self.world.services)
        log_ins_sent(self.world)
        return newest_secrets(self.world.mailer.sent)

    def call(self, folder: str, event: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = self._apps[folder].handler(event, Context())
        return answer

    def cookies_of(self, role: Role) -> dict[str, str]:
        sessions = {
            Role.PARENT_A: self.families[0].session,
            Role.PARENT_BY_LINK: self.families[0].link_session,
            Role.PARENT_B: self.families[1].session,
            Role.ONE_OF_TWO: self.families[0].shared_session,
            Role.ADMIN: self.admin_session,
            Role.OWES_CODE: self.owing_code,
            Role.OWES_APP: self.owing_app,
            Role.SETTING_PASSWORD: self.setting_session,
        }
        forms = {Role.LINK_HOLDER: self.families[0].form_session, Role.ANSWERED: self.families[0].answered_session}
        own = {SESSION_COOKIE: sessions.get(role, ""), form_cookie(FORM_KEY): forms.get(role, "")}
        return {ANONYMOUS_COOKIE: self.anonymous} | {name: token for name, token in own.items() if token}

    def state(self) -> dict[str, dict[str, Any]]:
        """Everything outside that a request can change, but for the counts of tries."""
        return {
            part: {
                name: copy(value)
                for name, value in vars(getattr(self.world, part)).items()
                if isinstance(value, dict | list | set | int)
            }
            for part in _PARTS
        }

    def start_again(self) -> None:
        """As it was when it was made, and at that moment: some answers take their time."""
        self.world.clock.now = self._moment
        for part, values in self._remembered.items():
            vars(getattr(self.world, part)).update({name: copy(value) for name, value in values.items()})
        tries: Counter[Any] = self.world.services.access.tries  # type: ignore[attr-defined]
        tries.clear()

    @property
    def changed(self) -> bool:
        """That somebody failed to log in is recorded or counted, and changes nothing."""
        state = self.state()
        return state != self._remembered and _but_for_tries(state) != _but_for_tries(self._remembered)

    def changed_things(self) -> list[tuple[object, object]]:
        """Before and after, None where there was or is nothing."""
        before, after = self._remembered["store"]["_things"], self.state()["store"]["_things"]
        keys = before.keys() | after.keys()
        return [(before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)]


def _but_for_tries(state: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    things = {key: thing for key, thing in state["store"]["_things"].items() if not _is_a_try(thing)}
    return state | {"store": state["store"] | {"_things": things}}


def _is_a_try(thing: object) -> bool:
    """To log in: that it failed, or how many codes were typed."""
    failed = isinstance(thing, AuditEntry) and thing.action is AuditAction.LOG_IN_FAILED
    return failed or isinstance(thing, LogInRequest)


def _as_never_used(world: World) -> Change:
    """The code that logged in the Site Admin is still the one of this moment."""
    factor = world.services.access.second_factor("u-admin")
    assert factor
    return Change(factor, replace(factor, last_step=0))


def _seed(world: World) -> tuple[Family, Family]:
    former = a_homeroom(FORMER_CODE, version=0).ended(world.clock(), "3-A")
    world.store.save(*(Change.new(a_homeroom(code, version=0)) for code in ("3-A", EMPTY_HOMEROOM)), Change.new(former))
    world.store.save(Change.new(CAMPAIGN))
    return _a_family(world, "Adams"), _a_family(world, "Brown")


def _moved_from(contact: ParentContact, street: str) -> ContactLog:
    """What the log of somebody says who lived there before."""
    before = replace(contact, details=replace(contact.details, street=street))
    log = logged(None, before, contact, Occasion(NOW, Author.PARENT, Nameless.PARENT, "answer"))
    assert log
    return log


def _a_family(world: World, name: str) -> Family:
    """Both in one homeroom, sharing nothing."""
    student = a_student("Kim", name)
    own = {"email": f"{name}-contact@example.org", "mobile_phone": f"555-{name} 1", "home_phone": f"555-{name} 2"}
    pat = details("Pat", name, street=f"{name} Street", **own)
    contact = a_contact(student, id=f"contact-{name}", registered=True, user_key=email_key(pat.email), details=pat)
    contact = replace(contact.excluding(excluded(name)), new_email=f"{name}-new@example.net")
    user = a_parent_user(contact, id=new_id(), email=f"{name}-contact@example.org")
    by_link = a_contact(
        student, id=f"by-link-{name}", details=details("Ray", name, email=f"{name}-by-link@example.org")
    )
    guest = a_parent_user(by_link, id=new_id(), email=f"{name}-by-link@example.org", has_password=False)
    linked = student.linked_to(contact.id).linked_to(by_link.id)
    world.store.save(Change.new(linked), Change.new(contact), Change.new(user), Change.new(by_link), Change.new(guest))
    world.store.save(Change.new(_moved_from(contact, f"{name} Lane")))
    world.passwords.passwords[user.id] = PASSWORD
    _handed_a_letter(world, name)
    recorded = _recorded(world, linked, contact)
    stopped = _stopped(world, name)
    second, third = a_student("Sam", name), a_student("Max", name)
    address_link = mailed_to_new_address(world, contact.id)
    still_right = asked_whether_right(world, contact.id)
    address, not_theirs = f"{name}-invited@example.org", a_student("Uma", name)
    link = invited(world, second, not_theirs, id=name.lower() * 4, email=address, parent_name="")
    code = newest_code(world, f"{name}-invited@example.org")
    decline_by_link(link, [not_theirs.id], Visitor("192.0.2.1", ""), world.services)
    stop = world.mailer.sent[-1].stop.rpartition("/")[2]
    answered = _begun(world, invited(world, third, id=name.lower() * 3, email=f"{name}-answered@example.org"))
    form = details("Lou", name, email=f"{name}-answered@example.org")
    save_contact(answered, FilledForm(form, {third.id: Relation(relationship="Aunt")}), world.services)
    asked = ParentRequest(
        id=name.lower() * 2,
        student_id=second.id,
        email=f"{name}-asked@example.org",
        parent_name="",
        contact_id=contact.id,
        user_id=user.id,
        asked_by=user.name,
        asked_at=world.clock(),
    )
    world.store.save(Change.new(asked))
    return Family(
        name=name,
        student_id=student.id,
        invited_id=second.id,
        answered_id=third.id,
        invitation_id=name.lower() * 4,
        recorded_id=recorded.id,
        request_id=asked.id,
        link=link,
        code=code,
        stop=stop,
        stopped=stopped,
        stopped_id=f"{name.lower()}-stopped",
        declined_id=_declined(world, name),
        session=start_log_in(user, world.services).token,
        other_session_id=_public_id(start_log_in(user, world.services).token),
        link_session=start_log_in(guest, world.services).token,
        form_session=_begun(world, link),
        answered_session=answered,
        shared_session=_one_of_two(world, name),
        address_link=address_link,
        still_right=still_right,
    )


def _handed_a_letter(world: World, name: str) -> None:
    """About one more student, of whom nobody is known."""
    student = a_student("Ivy", name)
    world.store.save(Change.new(student))
    make_letters([student.id], by_admin(), world.services)


def _recorded(world: World, student: Student, recorder: ParentContact) -> ParentContact:
    """Somebody whom a parent has recorded, and who was asked some time ago to check it."""
    name = student.last_name
    email = f"{name}-recorded@example.org"
    recorded = a_contact(
        student,
        id=f"recorded-{name}",
        details=details("Sky", name, email=email),
        recorded_by=recorder.id,
        recorded_as=f"Sky {name}",
    )
    asked = world.clock() - timedelta(hours=9)
    stored = world.store.one(Student, student.id)
    assert stored
    world.store.save(Change.new(recorded), Change(stored, stored.linked_to(recorded.id)))
    invited(
        world,
        world.services.roster.students([student.id])[student.id],
        id=name.lower() * 5,
        email=email,
        kind=MailKind.CHECK_CONTACT,
        contact_id=recorded.id,
        by_parent=True,
        asked_at=asked,
    )
    return recorded


def _stopped(world: World, name: str) -> str:
    """The end of the address that stops all emails to somebody who has been invited, pressed."""
    student = a_student("Eli", name)
    invited(world, student, id=f"{name.lower()}-stopped", email=f"{name}-stopped@example.org")
    token = world.mailer.sent[-1].stop.rpartition("/")[2]
    stop_mails(token, "192.0.2.1", world.services)
    return token


def _declined(world: World, name: str) -> str:
    """An invitation that the registered parent has declined."""
    student, invitation_id = a_student("Ari", name), f"{name.lower()}-declined"
    link = invited(world, student, id=invitation_id, email=f"{name}-contact@example.org")
    decline_by_link(link, [student.id], Visitor("192.0.2.1", ""), world.services)
    return invitation_id


def excluded(name: str) -> Exclusion:
    """Whom this family's parent has excluded."""
    return Exclusion(email=f"{name}-excluded@example.org")


def _public_id(token: str) -> str:
    return sha256(digest(token).encode()).hexdigest()[:16]


def _one_of_two(world: World, name: str) -> str:
    """The log-in of an address that two parents share, before one of them is chosen."""
    email = f"{name}-shared@example.org"
    own = {"user_key": email, "registered": True}
    contacts = [a_contact(id=f"contact-{name}-{number}", details=details("Jo", name), **own) for number in (1, 2)]
    user = a_parent_user(contacts[0], id=new_id(), email=email, contact_ids=tuple(c.id for c in contacts))
    world.store.save(*map(Change.new, contacts), Change.new(user))
    return start_log_in(user, world.services).token


def _begun(world: World, link: str) -> str:
    return begin_answer(link, Visitor("192.0.2.1", ""), world.services).token


def _an_import(world: World, state: str) -> str:
    put = world.files.put_check if state == "checked" else world.files.put_upload
    upload = put(f"{state}.csv", b"class_code\n3-A\n", "admin@example.org")
    run = ImportRun(
        upload=upload,
        started_at=world.clock(),
        state=ImportState(state),
        look=Look(number=1, header_key="columns"),
        counts={Outcome.INVITED.value: 1, Outcome.WAITING.value: 1},
        results_version=world.files.write_results(upload, BytesIO()),
    )
    world.store.save(Change.new(run))
    if state == "waiting":
        world.store.save(Change.new(replace(run, check_number=run.look.number, state=ImportState.CHECKED)))
    return run.id


def _an_export(world: World) -> str:
    """A file of contacts that is ready."""
    export = ask_for_export(new_id(), ExportOptions(), by_admin(), world.services)
    make_export(export.id, world.services)
    return export.id


@contextmanager
def a_function_site() -> Iterator[FunctionSite]:
    world = World()
    with pytest.MonkeyPatch.context() as patch, captured_log() as log:
        patch.setattr("homeroom.bootstrap.services", lambda: world.services)
        yield FunctionSite(world, log, {folder: load_app(folder) for folder in FOLDERS.values()})
