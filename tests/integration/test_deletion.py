"""A family's whole life here, through the functions; then one of them is deleted, and is looked for everywhere."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from homeroom.adapters.aws_clients import Aws
from homeroom.domain.families.parent_contact import ParentContact
from homeroom.domain.imports.kept import DAYS_AT_MOST, FILE_DAYS
from homeroom.domain.kernel.change import Change
from homeroom.domain.people.deletion import GRACE
from homeroom.domain.roster.student import Student
from homeroom.domain.site.site_settings import ParentsInvite, SiteSettings
from tests.factories import YEAR
from tests.steps.answering import begun
from tests.steps.aws_answers import watching, watching_answers
from tests.steps.aws_clients import client
from tests.steps.aws_stack import TABLES, resources
from tests.steps.faults import report
from tests.steps.figures import Recorder
from tests.steps.lambda_events import an_event, sqs_event
from tests.steps.log_in import an_admins_browser, logged_in
from tests.steps.stack import BUCKET, Stack, an_empty_site
from tests.steps.visitor import Visitor, multipart

EMAIL, HOME, NAME = "rosalind.q@example.org", "rosalind@home.example", "Quackenbush"
TRACES = (EMAIL, HOME, NAME)
"""What must stand nowhere; letter case aside."""
PASSWORD = "long-enough-password"
FILE = (
    "year,class_code,student_last_name,student_first_name,parent_email,parent_first_name,parent_last_name\n"
    f"{YEAR},3-A,Muster,Noé,{EMAIL},Rosalind,{NAME}\n"
    f"{YEAR},3-A,Muster,Ana,{EMAIL},Rosalind,{NAME}\n"
    f"{YEAR},9-Z,Muster,Wrong,{EMAIL},Rosalind,{NAME}\n"
    f"{YEAR},3-A,Other,Kim,other@example.org,Sam,Other\n"
).encode()
FOR_REPORTS = ("ImportsTable", "checks/", "results/", "uploads/")
"""Where a file's own words are, until their days are over."""


def places(stack: Stack) -> Iterator[tuple[str, str]]:
    """Everything that is kept, by where: all items of all tables with what their indexes show, each version of each
    object with its metadata, the passwords and the mail service's list.
    """
    for table, items in stack.everything_stored().items():
        for item in items:
            yield table, json.dumps(item, ensure_ascii=False, default=str)
    s3 = client("s3")
    for version in s3.list_object_versions(Bucket=BUCKET).get("Versions", []):
        kept = s3.get_object(Bucket=BUCKET, Key=version["Key"], VersionId=version["VersionId"])
        folder = version["Key"].partition("/")[0] + "/"
        yield folder, f"{version['Key']} {kept['Metadata']} {kept['Body'].read().decode('utf-8-sig', 'replace')}"
    yield "Cognito", repr(stack.passwords.passwords)
    yield "SES' suppression list", repr(sorted(stack.mailer.suppressed))


def found(stack: Stack) -> list[str]:
    traces = [trace.casefold() for trace in TRACES]
    return sorted({place for place, text in places(stack) if any(trace in text.casefold() for trace in traces)})


def a_life(stack: Stack) -> Visitor:
    """Imported, checked, mailed, bounced once, answered, another parent added, with a password, logged in twice,
    edited; invited by themselves another family; and mailed a link.
    """
    stack.services.store.save(
        Change.new(SiteSettings(school_year=YEAR, school_name="Lincoln School", parents_invite=ParentsInvite.YES))
    )
    admin = an_admins_browser(stack)
    admin.post_body("/imports", *multipart(admin.csrf("/imports"), ("check.csv", FILE)))
    for check in stack.checks():
        stack.invoke("import_csv", stack.event_about(check))
    stack.invoke("import_csv", stack.put("uploads/spring.csv", FILE))
    mails = stack.queued_mails()
    stack.invoke("send_invite", sqs_event({"kind": "invite", "version": 1, "mails": mails}))
    [mail] = [mail for mail in stack.mailer.sent if mail.to == EMAIL]
    children = stack.services.roster.search(YEAR, "Muster", 10)
    parent = begun(stack, mail.text[mail.text.index("/i/") :].split()[0])
    form = _form(children)
    assert parent.submit("/answer", "/answer", form).leads_to == "/answer/next"
    another = form | {"first_name": "Carlos", "last_name": "Muster", "email": "carlos@example.org", "street": ""}
    page = "/answer/another-parent"
    assert parent.submit(page, page, another | {"send_invitation": "yes"}).status == 303
    assert parent.submit("/answer/register", "/answer/register", {"password": PASSWORD}).status == 303
    stack.send_all()
    parent = logged_in(stack, EMAIL)
    assert (
        parent.submit("/me/edit", "/me/edit", form | {"mobile_phone": "555 0142", "street": "2 Elm St"}).status == 303
    )
    [other] = stack.services.roster.search(YEAR, "Other", 10)
    sent = {"parent_email": "third@example.org", "parent_name": "Third"}
    parent.submit(f"/students/{other.id}", f"/students/{other.id}/invitations", sent)
    assert parent.submit("/login/link", "/login/link", {"email": EMAIL}).status == 303
    stack.send_all()
    bounced = {"mails": [mail.tag.rsplit("-", 1)]}
    stack.invoke("record_delivery", report("ses_bounce", bounced))
    stack.mailer.suppressed = {EMAIL, HOME}
    return parent


def _form(children: list[Student]) -> dict[str, str]:
    own = {"first_name": "Rosalind", "last_name": NAME, "email": HOME, "street": f"1 {NAME} St", "share_email": "site"}
    for child in children:
        own |= {f"relationship_{child.id}": "Mother", f"lives_with_{child.id}": "yes"}
    return own


def days_over(stack: Stack) -> None:
    """What AWS does by itself meanwhile: items whose time is over, and files by the bucket's own rule."""
    stack.clock.wait(timedelta(days=DAYS_AT_MOST))
    now = stack.clock().timestamp()
    for table in TABLES.values():
        names = [key["AttributeName"] for key in resources()[table]["Properties"]["KeySchema"]]
        assert resources()[table]["Properties"]["TimeToLiveSpecification"]["AttributeName"] == "ttl"
        for item in stack.everything_stored()[table]:
            if "ttl" in item and float(item["ttl"]["N"]) < now:
                client("dynamodb").delete_item(TableName=table, Key={name: item[name] for name in names})
    everything, exports = resources()["UploadBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    for rule, days in ((everything, {"Ref": "DaysToKeepFiles"}), (exports, 1)):
        assert rule["ExpirationInDays"] == rule["NoncurrentVersionExpiration"]["NoncurrentDays"] == days
        assert "Filter" not in rule, "CloudFormation knows none"
    assert "Prefix" not in everything
    assert exports["Prefix"] == "exports/"
    assert 2 * (FILE_DAYS + 1) <= DAYS_AT_MOST
    for version in client("s3").list_object_versions(Bucket=BUCKET).get("Versions", []):
        client("s3").delete_object(Bucket=BUCKET, Key=version["Key"], VersionId=version["VersionId"])
    stack.invoke("remind", an_event("daily"))


def asked(stack: Stack) -> Visitor:
    parent = a_life(stack)
    page = "/me/data/delete"
    assert parent.submit(page, page, {"password": "wrong"}).status == 422
    assert parent.submit(page, page, {"password": PASSWORD}).location == "/me"
    stack.emails_sent()
    assert [mail.subject for mail in stack.mailer.sent if mail.to == EMAIL][-1].endswith(
        "your information will be deleted"
    )
    assert "will be deleted on" in parent.get("/me").html
    return parent


def contacts_of(stack: Stack) -> list[ParentContact]:
    students = stack.services.roster.search(YEAR, "Muster", 10)
    return list(stack.services.roster.contacts({i for student in students for i in student.contact_ids}).values())


def test_a_day_after_they_asked_they_are_found_in_reports_alone_and_nowhere_after_their_days(
    stack: Stack, record_figure: Recorder
) -> None:
    parent = asked(stack)
    assert {"RosterTable", "InvitationsTable", "AccessTable", *FOR_REPORTS} <= set(found(stack))
    stack.clock.wait(GRACE + timedelta(minutes=1))
    stack.invoke("remind", an_event("hourly"))
    assert set(found(stack)) <= set(FOR_REPORTS)
    assert parent.get("/me").location == "/login"
    assert [contact.details.first_name for contact in contacts_of(stack)] == ["Carlos"]
    days_over(stack)
    assert found(stack) == []
    looked_at: dict[str, int] = {}
    for place, _ in places(stack):
        looked_at[place] = looked_at.get(place, 0) + 1
    for place, number in sorted(looked_at.items()):
        record_figure(f"searched for somebody who was deleted: {place}", number)
    assert set(TABLES.values()) <= set(looked_at)


def test_they_keep_it_by_one_press(stack: Stack) -> None:
    parent = asked(stack)
    answer = parent.submit("/me", "/me/data/keep", {})
    assert answer.location == "/me?notice=kept"
    assert "will be deleted on" not in parent.get("/me").html
    stack.clock.wait(GRACE + timedelta(minutes=1))
    stack.invoke("remind", an_event("hourly"))
    assert parent.get("/me").status == 200


def test_a_site_admin_does_it_for_a_family_that_asks_and_takes_it_back(stack: Stack) -> None:
    a_life(stack)
    admin = logged_in(stack, "admin@example.org")
    contact = next(c for c in contacts_of(stack) if c.details.last_name == NAME)
    page = f"/students/{next(iter(contact.students))}/contacts/{contact.id}/data"
    assert NAME in admin.get(page).html
    assert json.loads(admin.get(f"{page}.json").html)["contact"]["details"]["last_name"] == NAME
    assert admin.submit(f"{page}/delete", f"{page}/delete", {}).location == page
    assert admin.submit(page, f"{page}/keep", {}).location == page
    assert admin.submit(f"{page}/delete", f"{page}/delete", {}).location == page
    stack.clock.wait(GRACE + timedelta(minutes=1))
    stack.invoke("remind", an_event("hourly"))
    assert set(found(stack)) <= set(FOR_REPORTS)
    assert logged_in(stack, "admin@example.org").get(page).status == 404


def test_the_report_of_an_import_says_when_it_is_no_longer_kept_and_keeps_its_counts(stack: Stack) -> None:
    asked(stack)
    run = next(run for run in stack.services.imports.newest(10) if not run.upload.for_check_only)
    days_over(stack)
    admin = logged_in(stack, "admin@example.org")
    html = admin.get(f"/imports/{run.id}").html
    assert "no longer kept" in html
    assert "/results" not in html
    after = stack.services.imports.get(run.id)
    assert after
    assert (after.counts, after.notices, after.problems) == (run.counts, (), ())


class PulledThePlug(BaseException):
    """As when Lambda stops a function: nobody's `except Exception` sees it."""


@pytest.mark.parametrize("moment", ["before", "after"])
def test_whatever_aws_call_it_dies_at_the_next_run_ends_it(moment: str, shared_aws: Aws) -> None:
    """Every third call: tests/unit/people goes through all calls of the ports."""
    calls, at = 0, 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1
        if calls == at:
            raise PulledThePlug

    watch: Any = watching_answers if moment == "after" else watching
    with an_empty_site(shared_aws) as stack:
        asked(stack)
        stack.clock.wait(GRACE + timedelta(minutes=1))
        with watch(count):
            stack.invoke("remind", an_event("hourly"))
    points = calls
    assert points > 30
    for at in range(4, points, max(1, points // 6)):
        with an_empty_site(shared_aws) as stack:
            asked(stack)
            stack.clock.wait(GRACE + timedelta(minutes=1))
            calls = 0
            with watch(count), pytest.raises(PulledThePlug):
                stack.invoke("remind", an_event("hourly"))
            stack.invoke("remind", an_event("hourly"))
            assert set(found(stack)) <= set(FOR_REPORTS), at
