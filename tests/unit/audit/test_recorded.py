"""Whatever somebody does is recorded once, in the same save as what it does, and what does nothing is not recorded."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial

import pytest

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.session import Session
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import About, AuditAction, AuditEntry, Nameless
from homeroom.domain.families.parent_contact import FilledForm, Relation
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.invitations.bulk_resend import EVERYBODY
from homeroom.domain.kernel.change import Change, Conflict
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.limits import LOG_IN, TooManyTries
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.accounts.add_admin import add_admin
from homeroom.use_cases.accounts.log_in import log_in
from homeroom.use_cases.accounts.sessions import start_answering
from homeroom.use_cases.answers.add_parent import add_parent
from homeroom.use_cases.answers.register_parent import register_parent
from homeroom.use_cases.answers.save_contact import save_contact
from homeroom.use_cases.families.my_information import edit_my_information
from homeroom.use_cases.imports.cancel_import import request_stop, request_withdrawal
from homeroom.use_cases.imports.check_file import check_file
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.imports.start_import import check_with_new_homerooms, confirm_import
from homeroom.use_cases.invitations.bulk_resend import continue_bulk_resend, start_bulk_resend
from homeroom.use_cases.invitations.invite_parent import Invitee, invite_parent
from homeroom.use_cases.invitations.manage_invitation import correct_address, hold, release, send_again, withdraw
from homeroom.use_cases.ports.passwords import WrongPassword
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import change_settings
from tests.factories import YEAR, a_contact, a_homeroom, a_parent_user, a_student, an_admin, an_invitation, details
from tests.fakes import FakeStore, World
from tests.steps.invited import invited as invited_by_mail

ADMIN, STUDENT = an_admin(), a_student()
PASSWORD = "long-enough-password"
HEADER = b"class_code,last_name,first_name,parent_email\n"
ROWS = HEADER + b"".join(b"3-A,Muster %d,Kind,p%d@example.org\n" % (n, n) for n in range(30))


def by(source: str) -> By:
    return By(ADMIN, source)


@dataclass
class Saves(FakeStore):
    """Remembers what was saved together."""

    store: FakeStore
    saves: list[tuple[Change, ...]] = field(default_factory=list)

    def save(self, *changes: Change) -> None:
        self.store.save(*changes)
        self.saves.append(changes)

    def __getattr__(self, name: str) -> object:
        return getattr(self.store, name)


def a_world() -> World:
    world = World()
    world.store.save(Change.new(STUDENT), Change.new(ADMIN), Change.new(a_homeroom("3-A", version=0)))
    world.passwords.passwords[ADMIN.id] = PASSWORD
    return world


def recorded_with(world: World, operation: Callable[[Services], object]) -> list[tuple[AuditEntry, list[object]]]:
    """Each entry that the operation adds, with what else was saved together with it."""
    saves = Saves(world.store)
    operation(replace(world.services, store=saves))
    return [
        (change.after, [other.after for other in changes if other is not change])
        for changes in saves.saves
        for change in changes
        if isinstance(change.after, AuditEntry)
    ]


def recorded(world: World, operation: Callable[[Services], object]) -> list[AuditEntry]:
    return [entry for entry, _ in recorded_with(world, operation)]


def invited(world: World) -> str:
    """An invitation from an hour ago."""
    result = invite_parent(STUDENT.id, Invitee("maria@example.org", "María"), by("POST /x"), world.services)
    world.clock.wait(timedelta(hours=1))
    return result.invitation.id


def checked(world: World, file: bytes = ROWS) -> str:
    upload = world.files.put_check("Families of 3-A.csv", file, ADMIN.email_key)
    check_file(upload, world.services)
    return upload.import_id


def imported(world: World) -> str:
    upload = world.files.put_upload("Families of 3-A.csv", ROWS, "")
    import_csv(upload, world.services)
    return upload.import_id


OPERATIONS: dict[AuditAction, Callable[..., object]] = {
    AuditAction.SENT_AGAIN: send_again,
    AuditAction.WITHDRAWN: withdraw,
    AuditAction.HELD: hold,
    AuditAction.RELEASED: release,
}


@pytest.mark.parametrize("action", OPERATIONS, ids=str)
def test_what_is_done_about_an_invitation_is_recorded_with_it(action: AuditAction) -> None:
    world = a_world()
    invitation_id = invited(world)
    if action is AuditAction.RELEASED:
        hold(invitation_id, by("POST /x"), world.services)
    [(entry, others)] = recorded_with(
        world, lambda services: OPERATIONS[action](invitation_id, by("POST /invitations/{id}/x"), services)
    )
    assert (entry.action, entry.actor, entry.source) == (action, ADMIN.id, "POST /invitations/{id}/x")
    assert entry.about == About(student_ids=(STUDENT.id,), invitation_id=invitation_id)
    assert others, "in the same save as what was done"


def test_a_corrected_address_is_recorded_without_either_address() -> None:
    world = a_world()
    invitation_id = invited(world)
    [(entry, others)] = recorded_with(
        world, lambda services: correct_address(invitation_id, "right@example.org", by("POST /x"), services)
    )
    assert (entry.action, entry.about.invitation_id, bool(others)) == (
        AuditAction.ADDRESS_CORRECTED,
        invitation_id,
        True,
    )
    assert "@" not in repr(entry)


def test_an_invitation_from_a_profile_is_recorded_with_it() -> None:
    world = a_world()
    [(entry, others)] = recorded_with(
        world, lambda services: invite_parent(STUDENT.id, Invitee("maria@example.org", ""), by("POST /x"), services)
    )
    assert (entry.action, entry.about.student_ids, len(others) > 2) == (AuditAction.INVITED, (STUDENT.id,), True)
    assert world.services.invitations.get_many([entry.about.invitation_id])


def test_another_parent_who_gets_an_invitation_and_a_registration_are_recorded_as_done_behind_a_link() -> None:
    world = World()
    token = start_answering("a" * 24, world.services).token
    invited_by_mail(world, STUDENT)
    form = FilledForm(details(), {STUDENT.id: Relation()})
    assert recorded(world, lambda services: save_contact(token, form, services)) == []
    other = FilledForm(details("Ana", email="ana@example.org"), form.students)
    unmailed = FilledForm(details("Luis", email=""), form.students)
    [entry] = recorded(world, lambda s: add_parent(token, unmailed, "POST /answer/x", send=False, services=s))
    assert (entry.action, entry.actor) == (AuditAction.PARENT_RECORDED, Nameless.PARENT)
    [(entry, others)] = recorded_with(
        world, lambda s: add_parent(token, other, "POST /answer/x", send=True, services=s)
    )
    assert (entry.action, entry.actor, entry.source) == (AuditAction.INVITED, Nameless.PARENT, "POST /answer/x")
    assert (entry.about.student_ids, len(others) > 2) == ((STUDENT.id,), True)
    [(registered, others)] = recorded_with(world, lambda s: register_parent(token, PASSWORD, "POST /answer/y", s))
    user = world.services.access.user("maria@example.org")
    assert user
    assert (registered.action, registered.about) == (AuditAction.PARENT_REGISTERED, About(user_id=user.id))
    assert (registered.people, len(others)) == ([user.id], 5)


@pytest.mark.parametrize(("students", "named"), [(20, 12), (85, 10), (94, 1), (95, 0)])
def test_nothing_is_too_large_for_being_recorded(students: int, named: int) -> None:
    """An address that stands with very many students: the entry names as many as the transaction has room for."""
    world = a_world()
    invitation = an_invitation(*(children := [a_student(f"Kind {n}") for n in range(students)]))
    world.store.save(Change.new(invitation))
    for child in children:
        world.store.save(Change.new(child.with_open_invitation(invitation.id)))
    [entry] = recorded(world, lambda services: withdraw(invitation.id, by("POST /x"), services))
    assert entry.about.student_ids == invitation.student_ids[:named]


@pytest.mark.parametrize("operation", [withdraw, hold, send_again])
def test_what_was_done_already_is_recorded_once(operation: Callable[..., object]) -> None:
    world = a_world()
    invitation_id = invited(world)
    operation(invitation_id, by("POST /x"), world.services)
    assert recorded(world, lambda services: operation(invitation_id, by("POST /x"), services)) == []
    assert len([e for e in world.store.all(AuditEntry) if e.action is not AuditAction.INVITED]) == 1


def test_an_operation_that_is_refused_is_not_recorded() -> None:
    world = a_world()
    with pytest.raises(NotFound):
        withdraw("nothing", by("POST /x"), world.services)
    with pytest.raises(NotFound):
        request_stop("nothing", by("POST /x"), world.services)
    with pytest.raises(NotFound):
        confirm_import("nothing", (), {}, by("POST /x"), world.services)
    assert world.store.all(AuditEntry) == []


def test_a_bulk_resend_is_one_entry_however_many_it_sends() -> None:
    world = a_world()
    imported(world)
    world.clock.wait(timedelta(days=2))
    start = partial(start_bulk_resend, EVERYBODY, by("POST /x"))
    [(entry, others)] = recorded_with(world, start)
    assert (entry.action, entry.about, len(others)) == (AuditAction.SENT_AGAIN_TO_ALL, About(), 1)
    assert recorded(world, lambda services: start_bulk_resend(EVERYBODY, by("POST /x"), services)) == [], (
        "it runs already"
    )
    assert recorded(world, continue_bulk_resend) == []


def test_a_dropped_file_is_one_entry_however_many_rows_it_has() -> None:
    world = a_world()
    upload = world.files.put_upload("Families of 3-A.csv", ROWS, "")
    [(entry, others)] = recorded_with(world, lambda services: import_csv(upload, services))
    assert (entry.action, entry.actor, entry.source) == (AuditAction.IMPORT_BEGUN, Nameless.BUCKET, "uploads/")
    assert entry.about == About(import_id=upload.import_id)
    assert len(others) == 1, "with the run, not with its rows"
    assert recorded(world, lambda services: import_csv(upload, services)) == [], "the same event again"


def test_an_import_in_several_invocations_is_one_entry() -> None:
    world = a_world()
    upload = world.files.put_upload("a.csv", ROWS, "")
    assert len(recorded(world, lambda services: import_csv(upload, services, lambda: False))) == 1
    assert recorded(world, lambda services: import_csv(upload, services)) == []


def test_a_file_that_is_refused_is_one_entry_too() -> None:
    world = a_world()
    upload = world.files.put_upload("a.csv", b"nothing", "")
    [entry] = recorded(world, lambda services: import_csv(upload, services))
    assert entry.action is AuditAction.IMPORT_BEGUN


def test_a_confirmed_file_is_recorded_and_its_import_by_whom_it_was_confirmed() -> None:
    world = a_world()
    check_id = checked(world)
    [confirmed] = recorded(
        world, lambda services: confirm_import(check_id, (), {}, by("POST /imports/{id}/confirm"), services)
    )
    assert (confirmed.action, confirmed.about) == (AuditAction.FILE_CONFIRMED, About(import_id=check_id))
    dropped = next(kept.upload for kept in world.files.kept() if not kept.upload.for_check_only)
    [begun] = recorded(world, lambda services: import_csv(dropped, services))
    assert (begun.actor, begun.about.import_id) == (ADMIN.id, dropped.import_id)


@pytest.mark.parametrize("claimed", ["", "maria@example.org", *Nameless], ids=str)
def test_whatever_a_file_in_the_bucket_claims_no_value_is_recorded_and_it_is_imported_all_the_same(
    claimed: str,
) -> None:
    world = a_world()
    checked_file = world.files.put_check("a.csv", ROWS, "")
    dropped = world.files.drop(checked_file, "", claimed)
    [entry] = recorded(world, lambda services: import_csv(dropped, services))
    assert entry.actor == Nameless.BUCKET
    assert [run.state for run in world.services.imports.newest(1)] == [ImportState.FINISHED]


def test_a_check_is_no_entry_and_letting_a_file_create_homerooms_is_one() -> None:
    world = a_world()
    check_id = checked(world)
    assert world.store.all(AuditEntry) == []
    [entry] = recorded(world, lambda services: check_with_new_homerooms(check_id, by("POST /x"), services))
    assert (entry.action, entry.about) == (AuditAction.HOMEROOMS_ALLOWED, About(import_id=check_id))


def test_a_stop_and_a_withdrawal_of_an_import_are_one_entry_each() -> None:
    world = a_world()
    upload = world.files.put_upload("a.csv", ROWS, "")
    answers = iter([True])
    import_csv(upload, world.services, lambda: next(answers, False))
    [(stopped, others)] = recorded_with(
        world, lambda services: request_stop(upload.import_id, by("POST /imports/{id}/stop"), services)
    )
    assert (stopped.action, stopped.about, len(others)) == (
        AuditAction.IMPORT_STOPPED,
        About(import_id=upload.import_id),
        1,
    )
    assert recorded(world, lambda services: import_csv(upload, services)) == []

    import_id = imported(world)
    [withdrawn] = recorded(world, lambda services: request_withdrawal(import_id, by("POST /x"), services))
    assert (withdrawn.action, withdrawn.about.import_id) == (AuditAction.IMPORT_WITHDRAWN, import_id)
    run = world.services.imports.get(import_id)
    assert run
    assert recorded(world, lambda services: import_csv(run.upload, services)) == []
    assert [run.state for run in world.services.imports.newest(1)] != [ImportState.WITHDRAWING]


def test_settings_are_recorded_when_something_is_another_one() -> None:
    world = a_world()
    before = SiteSettings(school_year=YEAR)
    after = replace(before, link_days=9, record_years=5)
    [(entry, others)] = recorded_with(
        world, lambda services: change_settings(before, after, by("POST /settings"), services)
    )
    assert (entry.action, entry.about, len(others)) == (AuditAction.SETTINGS_CHANGED, About(), 1)
    stored = world.services.site.settings()
    assert stored
    assert recorded(world, lambda services: change_settings(stored, stored, by("POST /settings"), services)) == []
    stale = replace(stored, version=9)
    with pytest.raises(Conflict):
        change_settings(stale, replace(stale, link_days=3), by("POST /settings"), world.services)
    assert len(world.store.all(AuditEntry)) == 1


def test_entries_are_kept_as_long_as_the_settings_say_when_they_are_made() -> None:
    world = a_world()
    before = SiteSettings(school_year=YEAR)
    [short] = recorded(world, lambda services: add_admin("a@example.org", "A", PASSWORD, services))
    [long] = recorded(world, lambda s: change_settings(before, replace(before, record_years=10), by("POST /x"), s))
    assert (short.ends_at - short.at, long.ends_at - long.at) == (timedelta(days=1096), timedelta(days=3653))


def test_a_log_in_is_recorded_with_its_session() -> None:
    world = a_world()
    [(entry, others)] = recorded_with(
        world, lambda services: log_in(ADMIN.email, PASSWORD, "192.0.2.1", "POST /login", services)
    )
    assert (entry.action, entry.actor, entry.source) == (AuditAction.LOGGED_IN, ADMIN.id, "POST /login")
    assert {type(other) for other in others} == {User, Session}
    assert "192.0.2.1" not in repr(entry)


@pytest.mark.parametrize(
    ("email", "people"), [(ADMIN.email, [ADMIN.id]), ("nobody@example.org", [Nameless.VISITOR])], ids=str
)
def test_a_try_that_fails_is_recorded_under_its_account_and_weighs_the_same_without_one(
    email: str, people: list[str]
) -> None:
    world = a_world()

    def fail(services: Services) -> None:
        with pytest.raises(WrongPassword):
            log_in(email, "wrong", "192.0.2.1", "POST /login", services)

    [entry] = recorded(world, fail)
    assert (entry.action, entry.actor, entry.people) == (AuditAction.LOG_IN_FAILED, Nameless.VISITOR, people)
    assert world.store.weight([Change.new(entry)]) == 2, "a known address takes as long as an unknown one"


def test_tries_beyond_the_limit_add_nothing() -> None:
    world = a_world()
    for number in range(LOG_IN.most + 3):
        with pytest.raises(WrongPassword if number < LOG_IN.most else TooManyTries):
            log_in(ADMIN.email, "wrong", "192.0.2.1", "POST /login", world.services)
    assert len(world.store.all(AuditEntry)) == LOG_IN.most


def test_a_site_admin_that_the_installer_makes_is_recorded_and_so_is_a_new_password() -> None:
    world = a_world()
    [(made, others)] = recorded_with(world, lambda s: add_admin("new@example.org", "New Admin", PASSWORD, s))
    assert (made.action, made.actor, made.source) == (AuditAction.ADMIN_MADE, Nameless.INSTALLER, "ops.add_admin")
    user = world.services.access.user("new@example.org")
    assert user
    assert (made.about, others, made.people) == (About(user_id=user.id), [replace(user, version=0)], [user.id])
    [again] = recorded(world, lambda s: add_admin("new@example.org", "New Admin", PASSWORD, s))
    assert again.action is AuditAction.ADMIN_PASSWORD_SET


def test_no_password_is_set_without_an_entry() -> None:
    world = a_world()

    class SomebodyElseWasQuicker(Saves):
        def save(self, *_: Change) -> None:
            raise Conflict

    with pytest.raises(Conflict):
        add_admin(
            ADMIN.email,
            "A",
            "another-long-password",
            replace(world.services, store=SomebodyElseWasQuicker(world.store)),
        )
    assert world.passwords.passwords == {ADMIN.id: PASSWORD}


def test_a_parent_who_changes_their_own_information_is_recorded_and_one_who_changes_nothing_is_not() -> None:
    world = a_world()
    contact = a_contact(STUDENT, registered=True)
    user = a_parent_user(contact)
    world.store.save(Change.new(contact), Change.new(user))
    who, form = By(user, "POST /me/edit"), FilledForm(details("Ana"), dict(contact.students))
    [(entry, others)] = recorded_with(world, lambda services: edit_my_information(who, form, services))
    assert (entry.action, entry.actor, entry.source) == (AuditAction.INFORMATION_CHANGED, user.id, "POST /me/edit")
    assert (entry.about, len(others)) == (About(student_ids=(STUDENT.id,)), 1)
    assert recorded(world, lambda services: edit_my_information(who, form, services)) == []


@pytest.mark.parametrize("typed", ["maria@example.org", "María García", "a.csv b", "x" * 65, "<b>"])
def test_no_entry_can_be_made_of_what_is_no_id(typed: str) -> None:
    fields = {"id": "e1", "at": World().clock(), "ends_at": World().clock(), "action": AuditAction.INVITED}
    for wrong in (
        {"actor": typed, "source": "POST /x"},
        {"actor": "u1", "source": typed + "\n"},
        {"actor": "u1", "source": "POST /x", "about": About(student_ids=("s1", typed))},
        {"actor": "u1", "source": "POST /x", "about": About(import_id=typed)},
    ):
        with pytest.raises(ValueError, match="ids and codes"):
            AuditEntry(**fields | wrong)  # type: ignore[arg-type]
