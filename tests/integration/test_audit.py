"""Who did what, through the pages: what they record, and how it is listed."""

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from homeroom.domain.accounts.by import By
from homeroom.domain.audit.audit_entry import About, AuditAction, AuditEntry, Nameless, Origin, new_entry
from homeroom.domain.kernel.change import Change
from homeroom.domain.roster.student import Student
from homeroom.domain.site.site_settings import ParentsInvite, SiteSettings
from homeroom.use_cases.audit import find_entries
from homeroom.use_cases.audit.find_entries import ROWS_A_PAGE
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.invitations.manage_invitation import send_again
from homeroom.web.core.routing import Route
from homeroom.web.pages.audit import audit
from tests.factories import YEAR, a_student, an_admin, an_invitation
from tests.steps.aws_answers import watching
from tests.steps.function_site import PASSWORD, Family, FunctionSite, Role, a_function_site
from tests.steps.gateway import http_event
from tests.steps.log_in import an_admins_browser
from tests.steps.route_examples import body_of, form_of, path_of
from tests.steps.stack import Stack
from tests.steps.visitor import Visitor

MOST_STUDENTS = 12
NO_SINGLE_FORM = {
    *(AuditAction.ADMIN_MADE, AuditAction.ADMIN_PASSWORD_SET, AuditAction.SECOND_FACTOR_RESET),
    AuditAction.RECOVERY_CODE_USED,
    *(AuditAction.LOG_IN_FAILED, AuditAction.RELEASED),
    *(AuditAction.DELETION_TAKEN_BACK, AuditAction.INFORMATION_DELETED, AuditAction.ADDRESS_PROVED),
    *(AuditAction.STUDENT_MOVED, AuditAction.STUDENT_BACK, AuditAction.STUDENT_UNPROTECTED),
    *(AuditAction.CAMPAIGN_PLANNED, AuditAction.CAMPAIGN_BEGUN),
    *(AuditAction.ROWS_LEFT, AuditAction.DOUBTS_ANSWERED, AuditAction.PARENT_RECORDED),
}
"""Done by no page, only after something else, or by another answer in a form that does something else here."""

CHOSEN = ("with", "seen", "export")
"""Fields that hold an id or a version of ours, and nothing that was typed."""


def entries(stack: Stack, **which: str) -> list[AuditEntry]:
    return stack.services.audit_record.newest(**which, limit=1_000)


def add(stack: Stack, action: AuditAction, actor: str = "u-admin", about: About | None = None) -> AuditEntry:
    """A moment after the last one."""
    stack.clock.wait(timedelta(milliseconds=1))
    entry = new_entry(action, Origin(actor, "POST /settings"), about or About(), stack.clock(), 3)
    stack.services.store.save(Change.new(entry))
    return entry


def rows_of(visitor: Visitor, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(visitor.get(path).html.removeprefix("\ufeff"))))


@pytest.fixture
def admin(stack: Stack) -> Visitor:
    return an_admins_browser(stack)


def _made_otherwise(route: Route, site: FunctionSite, family: Family) -> bool:
    """What makes this form do something else; False where nothing does."""
    store = site.world.store
    if route.key == "POST /students/{id}/invitations":
        settings = store.all(SiteSettings)[0]
        store.save(Change(settings, replace(settings, parents_invite=ParentsInvite.APPROVAL)))
    elif route.key == "POST /requests/{id}/approve":
        student = store.one(Student, family.invited_id)
        assert student
        store.save(Change(student, replace(student, protected=True)))
    else:
        return False
    return True


def test_no_entry_holds_a_value_whatever_form_is_sent_by_whomever() -> None:
    """Names, addresses and all that is typed into the forms of this site: nothing of it is ever recorded."""
    added, typed = dict[str, AuditEntry](), set[str]()
    with a_function_site() as site:
        uploads = {kept.upload for kept in site.world.files.kept()}
        for route in (route for route in site.routes if route.method == "POST"):
            for role in Role:
                for family, otherwise in product(site.families, (False, True)):
                    site.start_again()
                    if otherwise and not _made_otherwise(route, site, family):
                        continue
                    form = form_of(route, site, family, role)
                    typed |= {value for name, value in form.items() if name not in CHOSEN}
                    typed |= {*family.marks, family.name}
                    body, kind = body_of(route, form)
                    cookies = [f"{name}={value}" for name, value in site.cookies_of(role).items()]
                    path = path_of(route, site, family)
                    site.call(*http_event("POST", path, body=body, headers={"content-type": kind}, cookies=cookies))
                    for upload in {kept.upload for kept in site.world.files.kept()} - uploads:
                        if not upload.for_check_only:
                            import_csv(upload, site.world.services)
                    added |= {entry.id: entry for entry in site.world.store.all(AuditEntry)}
    values = {text for text in typed | {"Jordan", "admin@", "Noé", "Sam", "Kim", ".csv", "192.0.2"} if len(text) > 2}
    values -= {
        "yes",
        "all",
        "some",
        "site",
        "accept",
        "leave",
        "new",
        "students",
        "0" * 24,
    }  # what buttons and choices say, and an id
    assert {entry.action for entry in added.values()} == set(AuditAction) - NO_SINGLE_FORM
    found = [(value, entry) for entry in added.values() for value in values if value in repr(entry)]
    assert not found


def test_what_an_admin_does_is_listed_with_names_as_they_are_now(stack: Stack, admin: Visitor) -> None:
    student = a_student()
    stack.services.store.save(Change.new(student))
    page = f"/students/{student.id}"
    assert admin.submit(page, f"{page}/invitations", {"parent_email": "maria@example.org"}).status == 303
    user = stack.services.access.user("admin@example.org")
    assert user
    stack.services.store.save(Change(user, replace(user, name="Jordan Newname")))
    html = admin.get("/audit").html
    for text in ("Sent an invitation", "Logged in", "Jordan Newname", student.name, "Student&#39;s profile"):
        assert text in html
    assert "maria@example.org" not in html
    assert f"/audit?student={student.id}" in admin.get(page).html
    [entry] = entries(stack, student_id=student.id)
    assert (entry.action, entry.actor) == (AuditAction.INVITED, "u-admin")
    assert entry.source == "POST /students/{id}/invitations"


def test_a_failed_try_stands_with_its_account_and_one_without_an_account_with_nobody(stack: Stack) -> None:
    visitor = stack.visitor()
    stack.services.store.save(Change.new(an_admin()))
    for email in ("admin@example.org", "nobody@example.org", "no address"):
        assert visitor.submit("/login", "/login", {"email": email, "password": "wrong-password"}).status == 422
    assert [entry.action for entry in entries(stack)] == [AuditAction.LOG_IN_FAILED] * 2
    assert len(entries(stack, person="u-admin")) == 1
    assert len(entries(stack, person=Nameless.VISITOR)) == 1


def test_the_list_is_cut_by_person_student_kind_and_day(stack: Stack, admin: Visitor) -> None:
    stack.services.store.save(Change.new(an_admin(id="u2", email="sam@example.org", name="Sam Ito")))
    add(stack, AuditAction.HELD, "u2", About(student_ids=("s1",), invitation_id="i1"))
    stack.clock.wait(timedelta(days=2))
    add(stack, AuditAction.RELEASED, "u2", About(student_ids=("s1",), invitation_id="i1"))
    add(stack, AuditAction.RELEASED, "u-admin", About(student_ids=("s2",), invitation_id="i2"))

    visitor = an_admin_again(stack)

    def ids(query: str) -> list[tuple[str, str]]:
        return [(row["action"], row["person_id"]) for row in rows_of(visitor, f"/audit/file{query}")]

    held, released = ("Held an invitation", "u2"), ("Released an invitation", "u2")
    assert ids("?person=u2") == [released, held]
    assert ids("?student=s1") == [released, held]
    assert ids("?student=s1&kind=held") == [held]
    assert ids("?person=u-admin&student=s1") == []
    assert ids("?kind=released") == [("Released an invitation", "u-admin"), released]
    first_day = stack.clock().date() - timedelta(days=2)
    assert ids(f"?until={first_day}&person=u2") == [held]
    everything = ids("")
    assert len(everything) == 5, "and two log-ins"
    for nonsense in ("?kind=nothing", "?until=tomorrow", "?before=now", "?until=9999-12-31"):
        assert ids(nonsense) == everything
    assert "Sam Ito" in visitor.get("/audit?person=u2").html
    assert "No entries match." in visitor.get("/audit?student=nobody").html
    not_listed = "An import is one entry"
    assert (not_listed in visitor.get("/audit?student=s1").html, not_listed in visitor.get("/audit").html) == (
        True,
        False,
    )


def test_page_after_page_shows_every_entry_once(stack: Stack, admin: Visitor) -> None:
    for _ in range(ROWS_A_PAGE + 3):
        add(stack, AuditAction.SETTINGS_CHANGED)
    first = admin.get("/audit").html
    assert first.count("<time ") == ROWS_A_PAGE
    [next_url] = [part.partition('"')[0] for part in first.split('href="') if part.startswith("/audit?before=")][:1]
    second = admin.get(next_url.replace("&amp;", "&")).html
    assert second.count("<time ") == 4, "these, and the log-in"
    assert "Back to the newest" in second
    assert "Next page" not in second
    assert len(rows_of(admin, next_url.replace("/audit?", "/audit/file?"))) == 4, "the file begins where the page does"


def test_what_one_condition_makes_rare_is_found_far_back(stack: Stack, admin: Visitor) -> None:
    add(stack, AuditAction.HELD)
    for _ in range(2 * ROWS_A_PAGE):
        add(stack, AuditAction.SETTINGS_CHANGED)
    html = admin.get("/audit?kind=held").html
    assert html.count("<time ") == 1
    assert "Next page" not in html


def test_days_and_times_are_those_of_the_site(stack: Stack) -> None:
    settings = SiteSettings(school_year=YEAR, time_zone="America/New_York", version=0)
    stack.services.store.save(Change.new(settings))
    stack.clock.now = datetime(2026, 9, 2, 3, 59, tzinfo=UTC)  # a minute before midnight there
    admin = an_admins_browser(stack)
    before = add(stack, AuditAction.HELD)
    stack.clock.now = datetime(2026, 9, 2, 4, 0, tzinfo=UTC)
    after = add(stack, AuditAction.RELEASED)
    page = admin.get("/audit?until=2026-09-01").html
    assert "Sep 1, 2026, 11:59 PM EDT" in page
    assert "Sep 2, 2026" not in page
    assert "Sep 2, 2026, 12:00 AM EDT" in admin.get("/audit?until=2026-09-02").html
    shown = {row["at"] for row in rows_of(admin, "/audit/file?until=2026-09-02")}
    assert shown == {"2026-09-01T23:59:00-04:00", "2026-09-02T00:00:00-04:00"}
    assert [e.at.tzinfo for e in (before, after)] == [UTC, UTC]
    stack.clock.now = datetime(2026, 9, 2, 3, 0, tzinfo=UTC)
    name = admin.get("/audit/file").headers["content-disposition"]
    assert name == 'attachment; filename="who-did-what-2026-09-01.csv"'


def test_a_file_that_leaves_out_older_entries_says_where_to_go_on(
    stack: Stack, admin: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find_entries, "_AT_ONCE", 3)
    monkeypatch.setattr(find_entries, "_MOST_LOOKED_AT", 6)
    monkeypatch.setattr(audit, "ROWS_A_FILE", 3)
    rare = add(stack, AuditAction.HELD)
    newer = [add(stack, AuditAction.SETTINGS_CHANGED) for _ in range(8)]
    [rest] = rows_of(admin, "/audit/file?kind=held")
    assert rest["action"] == "Older entries are not in this file. Go on from here:"
    assert rest["at"] == newer[2].at.isoformat(timespec="seconds")
    _, _, query = rest["source"].partition("/audit?")
    [found] = rows_of(admin, f"/audit/file?{query}")
    assert found["at"] == rare.at.isoformat(timespec="seconds")


def test_whoever_is_gone_is_shown_by_their_id(stack: Stack, admin: Visitor) -> None:
    about = About(user_id="gone-user", student_ids=("gone-student",), import_id="gone-import")
    add(stack, AuditAction.ADMIN_MADE, Nameless.INSTALLER, about)
    html = admin.get("/audit").html
    for text in ("gone-user", "gone-student", "/imports/gone-import", "The installer"):
        assert text in html
    assert "/students/gone-student" not in html
    row = rows_of(admin, "/audit/file")[0]
    assert (row["person"], row["about_person"], row["students"]) == ("The installer", "gone-user", "gone-student")


def test_entries_that_have_ended_are_not_shown_though_they_are_there(stack: Stack, admin: Visitor) -> None:
    add(stack, AuditAction.HELD)
    before = stack.services.site.settings() or SiteSettings(school_year=YEAR)
    stack.clock.wait(timedelta(days=1097))
    stack.services.store.save(Change(before if before.version else None, replace(before, record_years=3)))
    visitor = an_admin_again(stack)
    assert [row["action"] for row in rows_of(visitor, "/audit/file")] == ["Logged in"]
    assert len(entries(stack)) == 3


def an_admin_again(stack: Stack) -> Visitor:
    visitor = stack.visitor()
    assert visitor.submit("/login", "/login", {"email": "admin@example.org", "password": PASSWORD}).status == 303
    return visitor


def test_cells_of_the_file_are_no_formulas(stack: Stack, admin: Visitor) -> None:
    student = a_student("=HYPERLINK(1)", "+Evil")
    stack.services.store.save(Change.new(student))
    add(stack, AuditAction.INVITED, about=About(student_ids=(student.id,)))
    row = rows_of(admin, "/audit/file")[0]
    assert row["students"].startswith("'=")
    assert row["at"].endswith("+00:00")


def test_an_invitation_about_very_many_students_is_recorded_with_the_first_of_them(stack: Stack) -> None:
    students = [a_student(f"Kind {n}") for n in range(30)]
    invitation = an_invitation(*students)
    stack.services.store.save(Change.new(invitation))
    for student in students:
        stack.services.store.save(Change.new(student))
    stack.clock.wait(timedelta(hours=1))
    send_again(invitation.id, By(an_admin(), "POST /x"), stack.services)
    [entry] = entries(stack)
    assert entry.about.student_ids == invitation.student_ids[:MOST_STUDENTS]


def test_the_settings_page_says_how_long_and_takes_one_year_to_ten(stack: Stack, admin: Visitor) -> None:
    assert re.search(r'<input[^>]*name="record_years"[^>]*value="3"', admin.get("/settings/kept").html)
    for wrong in ("0", "11", "x", ""):
        answer = admin.submit_form("/settings/kept", {"record_years": wrong})
        assert (answer.status, "Enter a number of years from 1 to 10." in answer.html) == (422, True), wrong
    assert admin.submit_form("/settings/kept", {"record_years": "10"}).status == 303
    assert "New entries are kept for 10 years." in admin.get("/audit").html


def test_a_page_of_the_record_takes_few_calls_however_many_entries_there_are(stack: Stack, admin: Visitor) -> None:
    def calls() -> int:
        seen: list[Any] = []
        with watching(lambda *call: seen.append(call)):
            admin.get("/audit")
        return len(seen)

    few = calls()
    for _ in range(ROWS_A_PAGE):
        add(stack, AuditAction.SETTINGS_CHANGED, about=About(student_ids=("s1",)))
    assert calls() <= few + 2, "and the students, and where those are gone whom they turned out to be"
