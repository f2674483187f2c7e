"""Lists of invitations, the timeline of one, files of them, and what an admin does from there, over real requests."""

import csv
import io
import json
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from html import unescape
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest

from homeroom.domain.invitations.invitation import Arrival, Invitation
from homeroom.domain.invitations.listing import inviter_key
from homeroom.domain.kernel.change import Change
from homeroom.domain.mail.mail import MailState
from homeroom.domain.roster.student import Student
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.use_cases.invitations import invitation_files
from homeroom.use_cases.invitations.find_invitations import find_invitations
from homeroom.use_cases.invitations.wanted import Wanted
from homeroom.web.core.requests import Request
from homeroom.web.pages.invitations.invitations import show_invitations
from homeroom.web.pages.invitations.send_again import show_send_again
from tests.factories import NOW, YEAR, a_homeroom, a_mail, a_student, an_admin, an_invitation
from tests.fakes import World
from tests.steps.answering import answered, begun, filled, links
from tests.steps.aws_answers import action_of, watching
from tests.steps.lambda_events import an_event, sqs_event
from tests.steps.log_in import an_admins_browser
from tests.steps.stack import Stack
from tests.steps.visitor import Visitor

HEADER = "year,class_code,student_last_name,student_first_name,parent_email,parent_first_name,parent_last_name\n"
PARENT = "maria@example.org"


def imported(stack: Stack, *rows: str, name: str = "new families.csv") -> None:
    body = HEADER + "".join(f"2026-2027,3-A,{row}\n" for row in rows)
    stack.invoke("import_csv", stack.put(f"uploads/{name}", body.encode()))


def the_invitation(stack: Stack, email: str = PARENT) -> Invitation:
    [invitation_id] = stack.services.invitation_lists.search(email, 2)
    return stack.services.invitations.get_many([invitation_id])[invitation_id]


def timeline(visitor: Visitor, invitation: Invitation) -> list[str]:
    """Its entries, without their times."""
    html = visitor.get(f"/invitations/{invitation.id}").html
    entries = re.findall(
        r"</time>(.*?)</li>", html.partition('<ol class="timeline">')[2].partition("</ol>")[0], re.DOTALL
    )
    return [unescape(re.sub(r"<[^>]+>", "", entry)) for entry in entries]


def do(visitor: Visitor, invitation: Invitation, operation: str, **form: str) -> Any:
    page = f"/invitations/{invitation.id}"
    return visitor.submit(page, f"{page}/{operation}", form)


def report(stack: Stack, invitation: Invitation, sample: str = "ses_delivery") -> None:
    event = an_event(sample)
    body = json.loads(event["Records"][0]["body"])
    body["mail"]["tags"]["mail"] = [f"{invitation.id}-{invitation.send_number}"]
    event["Records"][0]["body"] = json.dumps(body)
    stack.invoke("record_delivery", event)


def shown(visitor: Visitor, query: str = "") -> list[str]:
    """The addresses in a list."""
    html = visitor.get(f"/invitations{query}").html
    rows = html.partition("<tbody>")[2].partition("</tbody>")[0]
    return re.findall(r"[\w.]+@example\.org", rows)


def test_the_timeline_of_an_invitation_from_the_file_to_the_password(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    imported(stack, f"Li,Mei,{PARENT},María,García")
    invitation = the_invitation(stack)
    assert timeline(admin, invitation) == [
        "Our School invited María García (maria@example.org) about Mei Li. From row 2 of new families.csv.",
        "The email is waiting in the queue.",
    ]
    [student_id] = invitation.student_ids
    student = stack.services.roster.students([student_id])[student_id]
    [link] = links(stack)
    stack.clock.wait(timedelta(minutes=1))
    report(stack, invitation)
    stack.clock.wait(timedelta(minutes=1))
    begun(stack, link)
    stack.clock.wait(timedelta(hours=2))
    parent = begun(stack, link)
    parent.submit("/answer", "/answer", filled(student))
    stack.clock.wait(timedelta(minutes=1))
    assert parent.submit("/answer/register", "/answer/register", {"password": "long-enough-one"}).status == 303
    admin = an_admins_browser_again(stack)
    assert timeline(admin, invitation)[1:] == [
        "The email to maria@example.org was handed to the email service.",
        "The email was delivered.",
        "The parent started the form.",
        "The parent started the form.",
        "The parent answered: the form was saved.",
        "The parent registered.",
        "The confirmation email is waiting in the queue.",
    ]
    stack.clock.wait(timedelta(minutes=1))
    stack.send_all()
    report(stack, the_invitation(stack))
    assert timeline(admin, invitation)[-2:] == [
        "The confirmation email to maria@example.org was handed to the email service.",
        "The confirmation email was delivered.",
    ]
    page = admin.get(f"/invitations/{invitation.id}").html
    assert re.search(r'href="/imports/\w+">new families.csv', page)
    assert "What you can do" not in page


def test_the_timeline_of_an_invitation_that_took_many_turns(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    imported(stack, f"Li,Mei,{PARENT},María,García")
    invitation = the_invitation(stack)
    stack.send_all()
    stack.clock.wait(timedelta(minutes=1))
    report(stack, invitation, "ses_bounce")
    stack.clock.wait(timedelta(minutes=1))
    assert do(admin, invitation, "address", email="marie@example.org").location.endswith("notice=corrected")
    stack.clock.wait(timedelta(minutes=2))
    do(admin, invitation, "hold")
    stack.clock.wait(timedelta(minutes=1))
    do(admin, invitation, "release")
    stack.clock.wait(timedelta(minutes=1))
    do(admin, invitation, "send-again")
    stack.clock.wait(timedelta(days=31))
    stack.invoke("remind", an_event("daily"))
    admin = an_admins_browser_again(stack)
    do(admin, invitation, "send-again")
    stack.clock.wait(timedelta(minutes=2))
    do(admin, invitation, "withdraw")
    entries = timeline(admin, invitation)
    assert entries[0].startswith("Our School invited María García (maria@example.org) about Mei Li. From row 2 of")
    assert entries[2].startswith("The email bounced: ")
    assert entries[3:] == [
        "Jordan Ellis corrected the address, which was maria@example.org before.",
        "Jordan Ellis sent the email again. Earlier links stopped working.",
        "Jordan Ellis put the invitation on hold.",
        "Jordan Ellis released the invitation.",
        "Jordan Ellis sent the email again. Earlier links stopped working.",
        "The link expired.",
        "Jordan Ellis sent the email again. Earlier links stopped working.",
        "Jordan Ellis withdrew the invitation.",
    ]


def test_a_mail_that_was_of_no_use_any_more_is_shown_as_not_sent(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    imported(stack, f"Li,Mei,{PARENT},María,García")
    invitation = the_invitation(stack)
    do(admin, invitation, "withdraw")
    stack.clock.wait(timedelta(minutes=1))
    stack.send_all()
    assert timeline(admin, invitation)[1:] == [
        "Jordan Ellis withdrew the invitation.",
        "The email was not sent: the invitation was withdrawn.",
    ]


def test_an_imports_withdrawal_says_who_asked_for_it(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    imported(stack, f"Li,Mei,{PARENT},María,García")
    [run] = stack.services.imports.newest(1)
    admin.submit(f"/imports/{run.id}", f"/imports/{run.id}/withdraw", {})
    [upload] = stack.queued_imports()
    stack.invoke("import_csv", stack.event_about(upload))
    assert timeline(admin, the_invitation(stack))[-1] == "Jordan Ellis withdrew the invitation."


def a_mixed_school(stack: Stack) -> Visitor:
    """One invitation waits, one is delivered, one bounced, one begun, one answered."""
    stack.services.store.save(Change.new(a_homeroom("3-B", version=0)))
    names = ("Waiting", "Delivered", "Bounced", "Begun", "Answered")
    imported(stack, *(f"{name},Kind,{name.lower()}@example.org,Parent,{name}son" for name in names))
    stack.send_all()
    report(stack, the_invitation(stack, "delivered@"))
    report(stack, the_invitation(stack, "bounced@"), "ses_bounce")
    begun(stack, links(stack, "begun@example.org")[0])
    about = the_invitation(stack, "answered@").student_ids[0]
    answered(stack, links(stack, "answered@example.org")[0], stack.services.roster.students([about])[about])
    return an_admins_browser(stack)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"waiting", "delivered", "bounced", "begun", "answered"}),
        ("?state=bounced", {"bounced"}),
        ("?state=unanswered", {"waiting", "delivered", "begun"}),
        ("?state=answered&homeroom=3-A", {"answered"}),
        ("?state=nonsense&homeroom=3-B", set()),
        ("?homeroom=9-Z", set()),
        ("?q=bouncedson", {"bounced"}),
        ("?q=begun@", {"begun"}),
        ("?q=Delivered+Kind", {"delivered"}),
        ("?q=kind&state=begun", {"begun"}),
        ("?q=kind&homeroom=3-B", set()),
        ("?q=%3Cscript%3E", set()),
        ("?inviter=0000", set()),
        ("?before=nonsense", {"waiting", "delivered", "bounced", "begun", "answered"}),
    ],
)
def test_lists_are_cut_by_state_and_homeroom_and_searched(stack: Stack, query: str, expected: set[str]) -> None:
    admin = a_mixed_school(stack)
    assert {address.partition("@")[0] for address in shown(admin, query)} == expected
    page = admin.get(f"/invitations{query}")
    assert page.status == 200
    assert expected or "No invitations match." in page.html


def test_lists_are_cut_by_import_and_by_inviter(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    imported(stack, "Li,Mei,first@example.org,A,B", name="first.csv")
    imported(stack, "Li,Jo,second@example.org,A,B", name="second.csv")
    student = a_student("Hand")
    stack.services.store.save(Change.new(student))
    admin.submit(f"/students/{student.id}", f"/students/{student.id}/invitations", {"parent_email": "hand@example.org"})
    page = admin.get("/invitations").html
    runs = {run.upload.name: run.id for run in stack.services.imports.newest(5)}
    assert shown(admin, f"?import={runs['first.csv']}") == ["first@example.org"]
    assert shown(admin, "?import=nothing") == []
    by_hand = re.search(r'href="(/invitations\?inviter=\w+)">Jordan Ellis', page)
    assert by_hand
    assert "Jordan" not in by_hand[1]
    assert shown(admin, by_hand[1].removeprefix("/invitations")) == ["hand@example.org"]
    both = f"{by_hand[1].removeprefix('/invitations')}&import={runs['first.csv']}"
    assert shown(admin, both) == []


def test_only_imports_that_invite_can_be_chosen_and_whoever_is_chosen_has_a_name(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    student = a_student("Hand")
    stack.services.store.save(Change.new(student))
    admin.submit(f"/students/{student.id}", f"/students/{student.id}/invitations", {"parent_email": "hand@example.org"})
    row = HEADER + "2026-2027,3-A,Li,Mei,first@example.org,A,B\n"
    stack.invoke("import_csv", stack.put("checks/looked at.csv", row.encode()))
    stack.invoke("import_csv", stack.put("uploads/done.csv", row.encode()))
    invitation = the_invitation(stack, "hand@example.org")
    stack.services.store.save(Change(invitation, replace(invitation, inviter="Lucía García")))
    by_parent = re.search(r'href="(/invitations\?inviter=\w+)">Lucía García', admin.get("/invitations").html)
    assert by_parent
    assert "Invited by: <strong>Lucía García</strong>" in admin.get(by_parent[1]).html
    page = admin.get(by_parent[1].replace("?", "/filter?")).html
    assert re.search(r">done.csv, \w+ \d+, \d+, \d+:\d+ [AP]M UTC</option>", page)
    assert "looked at.csv" not in page


def test_a_site_admin_sees_right_after_logging_in_how_it_goes(stack: Stack) -> None:
    html = a_mixed_school(stack).get("/").html
    numbers = re.findall(r"<strong>([\d,]+)</strong>([\w ]+)</a>", html)
    assert {label: number for number, label in numbers} == {
        "Invited": "5",
        "Answered": "1",
        "Registered": "0",
        "Bounced": "1",
        "No answer yet": "3",
    }


def test_where_nobody_was_invited_the_pages_say_what_to_do(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    assert "<h2>Invitations</h2>" not in admin.get("/students").html
    assert "Nobody has been invited yet." in admin.get("/invitations").html


def test_a_profile_leads_to_the_timeline_of_each_invitation_open_or_over(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    imported(stack, f"Li,Mei,{PARENT},María,García")
    invitation = the_invitation(stack)
    profile = f"/students/{invitation.student_ids[0]}"
    assert f'href="/invitations/{invitation.id}"' in admin.get(profile).html
    do(admin, invitation, "withdraw")
    html = admin.get(profile).html
    assert "Earlier invitations" in html
    assert f'href="/invitations/{invitation.id}"' in html


def test_what_helps_most_comes_first_as_the_one_main_button(stack: Stack) -> None:
    admin = a_mixed_school(stack)
    for name, button in (("bounced", "Correct the address"), ("delivered", "Send again"), ("answered", "")):
        page = f"/invitations/{the_invitation(stack, f'{name}@').id}"
        assert re.findall(r'<button class="button">([^<]+)<', admin.get(page).html) == ([button] if button else []), (
            name
        )
    held = the_invitation(stack, "begun@")
    do(admin, held, "hold")
    assert re.findall(r'<button class="button">([^<]+)<', admin.get(f"/invitations/{held.id}").html) == ["Release"]
    bounced = admin.get(f"/invitations/{the_invitation(stack, 'bounced@').id}").html
    assert re.findall(r'<li class="is-(\w+)">', bounced) == ["office", "calm", "bad"]


def test_a_wrong_address_and_one_that_is_taken_get_a_sentence_at_the_field(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    imported(stack, f"Li,Mei,{PARENT},María,García", "Li,Jo,other@example.org,A,B")
    invitation, other = the_invitation(stack), the_invitation(stack, "other@")
    for typed, sentence in (("", "Enter the parent&#39;s email address"), ("no", "it has no @")):
        answer = do(admin, invitation, "address", email=typed)
        assert answer.status == 422
        assert sentence in answer.html
    answer = do(admin, invitation, "address", email="other@example.org")
    assert answer.status == 422
    assert "This address already has an open invitation of its own." in answer.html
    assert f'href="/invitations/{other.id}"' in answer.html
    assert 'value="other@example.org"' in answer.html
    assert the_invitation(stack).send_number == 1


def test_sending_again_to_everyone_is_confirmed_first_and_done_by_the_queue(stack: Stack) -> None:
    admin = a_mixed_school(stack)
    assert "There is nobody to send to." in admin.get("/invitations/send-again").html
    stack.clock.wait(timedelta(days=1, minutes=1))
    assert admin.get("/invitations/send-again").location == "/login"
    admin = an_admins_browser_again(stack)
    assert "Send 3 emails" in admin.get("/invitations/send-again").html
    assert "Send 1 email<" in admin.get("/invitations/send-again?state=begun&homeroom=3-A").html
    assert "nobody to send to" in admin.get("/invitations/send-again?state=answered").html
    stack.queued_mails()
    assert admin.submit("/invitations/send-again", "/invitations/send-again", {}).status == 303
    assert "Sending again: 0 emails so far." in admin.get("/invitations/send-again").html
    assert "Sending again: 0 emails so far." in admin.get("/invitations").html
    message = {"kind": "bulk_resend", "version": 1}
    for _ in range(2):
        stack.invoke("import_csv", sqs_event(message))
    queued = stack.queued_mails()
    again = [the_invitation(stack, f"{name}@").id for name in ("waiting", "delivered", "begun")]
    assert Counter(queued) == Counter((invitation_id, 2) for invitation_id in again)
    assert "There is nobody to send to." in admin.get("/invitations/send-again").html


def an_admins_browser_again(stack: Stack) -> Visitor:
    visitor = stack.visitor()
    visitor.submit("/login", "/login", {"email": "admin@example.org", "password": "long-enough-password"})
    return visitor


def test_a_file_holds_what_the_list_does_and_nothing_that_runs_as_a_formula(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    imported(stack, f"Li,Mei,{PARENT},=2+3,García", "Li,Jo,other@example.org,A,B")
    page = admin.get("/invitations/download?q=maria%40")
    assert "The file holds the 1 invitation of this list." in page.html
    answer = admin.get("/invitations/file?q=maria%40")
    assert answer.headers["content-disposition"] == 'attachment; filename="invitations-2026-09-01.csv"'
    [row] = csv.DictReader(io.StringIO(answer.html.removeprefix("\ufeff")))
    assert row["parent_email"] == PARENT
    assert row["parent_name"] == "'=2+3 García"
    assert (row["students"], row["homerooms"], row["state"]) == ("Li, Mei", "3-A", "Waiting")
    assert "nothing to download" in admin.get("/invitations/download?homeroom=9-Z").html


def test_days_in_lists_and_files_are_those_of_the_site(stack: Stack) -> None:
    settings = SiteSettings(school_year="2026-2027", time_zone="America/Los_Angeles")
    stack.services.store.save(Change.new(settings))
    stack.clock.now = datetime(2026, 9, 2, 6, 59, tzinfo=UTC)  # a minute before midnight there
    admin = an_admins_browser(stack)
    imported(stack, f"Li,Mei,{PARENT},A,B")
    page = admin.get("/invitations").html
    assert "Sep 1, 2026" in page
    assert "Sep 2, 2026" not in page
    answer = admin.get("/invitations/file")
    assert answer.headers["content-disposition"] == 'attachment; filename="invitations-2026-09-01.csv"'
    [row] = csv.DictReader(io.StringIO(answer.html.removeprefix("\ufeff")))
    assert row["invited_on"] == "2026-09-01"
    assert "Sep 1, 2026, 11:59 PM PDT" in admin.get("/imports").html


def test_more_than_one_file_holds_is_downloaded_file_after_file(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invitation_files, "ROWS_A_FILE", 4)
    admin = an_admins_browser(stack)
    imported(stack, *(f"Li,Kind {n},p{n}@example.org,A,B" for n in range(10)))
    url, rows = "/invitations/download", list[str]()
    for _ in range(3):
        page = admin.get(url).html
        file = re.search(r'href="(/invitations/file[^"]*)"', page)
        assert file
        text = admin.get(unescape(file[1])).html.removeprefix("\ufeff")
        rows += [row["parent_email"] for row in csv.DictReader(io.StringIO(text))]
        following = re.search(r'href="(/invitations/download[^"]*)"', page)
        url = unescape(following[1]) if following else ""
    assert not url
    assert sorted(rows) == sorted(f"p{n}@example.org" for n in range(10))


def test_the_next_page_shows_the_next_ones(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    imported(stack, *(f"Li,Kind {n},p{n}@example.org,,B" for n in range(60)))
    first = admin.get("/invitations").html
    following = re.search(r'href="/invitations(\?before=[^"]+)">Next page', first)
    assert following
    seen = {*shown(admin), *shown(admin, unescape(following[1]))}
    assert seen == {f"p{n}@example.org" for n in range(60)}


def calls_of(stack: Stack, operation: Any) -> Counter[str]:
    seen: Counter[str] = Counter()

    def count(request: AWSPreparedRequest) -> None:
        if "dynamodb" in request.url:
            seen[action_of(request)] += 1

    with watching(count):
        operation()
    return seen


MOST_CALLS = 10
"""To DynamoDB for one page, included the log-in, whether it owes a second factor, the school's name, and what waits."""
_SEARCH = "/invitations?q=maria"
PAGES = (
    *("/invitations", "/invitations?state=waiting", "/invitations?state=bounced", "/invitations?state=unanswered"),
    *("/invitations?state=answered", "/invitations?state=reminded", "/invitations?homeroom=3-A", "/invitations/filter"),
    *("/invitations?import=run", "/invitations?import=run&state=delivered", "/invitations?state=waiting&inviter="),
    *("/invitations?import=run&inviter=", "/invitations?inviter=", "/invitations?q=maria@", _SEARCH),
)


def test_a_page_takes_the_same_few_calls_however_many_invitations_there_are(stack: Stack) -> None:
    admin, key = an_admins_browser(stack), inviter_key("Lincoln School")
    store, student = stack.services.store, a_student()
    store.save(Change.new(student))
    figures = []
    for numbers in (range(60), range(60, 240)):
        for start in range(numbers.start, numbers.stop, 90):
            some = [numbered(n, student) for n in range(start, min(start + 90, numbers.stop))]
            store.save(*map(Change.new, some))
        urls = {page: page.replace("inviter=", f"inviter={key}") for page in PAGES}
        figures.append({page: calls_of(stack, partial(admin.get, url)).total() for page, url in urls.items()})
    few, many = figures
    assert {page: calls for page, calls in many.items() if calls > few[page]} == {}
    assert {page: calls for page, calls in many.items() if calls > MOST_CALLS and page != _SEARCH} == {}
    assert many[_SEARCH] <= 17  # words of names are spread over many keys


def test_a_filter_keeps_the_counts_of_every_list(stack: Stack) -> None:
    admin = a_mixed_school(stack)
    [run] = stack.services.imports.newest(1)
    expected = {"Invited": 5, "No answer yet": 3, "Answered": 1, "Registered": 0, "Bounced": 1}
    key = inviter_key("Our School")
    for query in ("", "state=bounced", f"import={run.id}", f"inviter={key}&state=begun", "homeroom=3-A", "q=kind"):
        numbers = re.findall(r"<strong>(\d+)</strong>([\w ]+)</a>", admin.get(f"/invitations?{query}").html)
        counts = {label: int(number) for number, label in numbers}
        assert {label: counts[label] for label in expected} == expected, query
    numbers = re.findall(r"<strong>(\d+)</strong>([\w ]+)</a>", admin.get("/invitations?q=begun@").html)
    assert [number for number, label in numbers if label in ("Invited", "Bounced")] == ["1", "0"]


def test_who_got_all_reminders_and_has_not_answered_is_a_list_with_its_count(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    arrived = a_mail(state=MailState.DELIVERED)
    for name, reminders in (("all", 2), ("one", 1)):
        invitation = an_invitation(id=name, email=f"{name}@example.org", reminders=reminders)
        stack.services.store.save(Change.new(invitation.with_mail_event(arrived, Arrival.ARRIVED, NOW)))
    assert shown(admin, "?state=reminded") == ["all@example.org"]
    assert "<strong>1</strong>No answer after all reminders" in admin.get("/invitations").html
    reminded = the_invitation(stack, "all@")
    stack.services.store.save(Change(reminded, reminded.withdrawn_by("A", NOW)))
    assert "No answer after all reminders" not in admin.get("/invitations").html
    settings = SiteSettings(school_year=YEAR, reminder_days=())
    stack.services.store.save(Change.new(settings))
    assert len(shown(admin, "?state=reminded")) == 2, "there is no such list"


def numbered(n: int, *students: Student) -> Invitation:
    plain = an_invitation(
        *students, id=f"{n:024x}", email=f"p{n}@example.org", asked_at=NOW + timedelta(seconds=n), import_id="run"
    )
    return plain.with_mail_event(a_mail(state=MailState.DELIVERED), Arrival.ARRIVED, NOW) if n % 3 else plain


class Counting:
    """A port that counts what it is asked, and how much it hands over."""

    def __init__(self, port: Any, seen: Counter[str]) -> None:
        self._port, self._seen = port, seen

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(self._port, name)

        def counted(*arguments: Any, **named: Any) -> Any:
            self._seen["calls"] += 1
            result = attribute(*arguments, **named)
            self._seen["things"] += len(result) if hasattr(result, "__len__") else 1
            return result

        return counted


def test_a_page_asks_for_no_more_among_a_hundred_thousand_invitations() -> None:
    world, figures = World(), []
    request = Request(method="GET", params={}, query={}, user=an_admin())
    for numbers in (range(1_000), range(1_000, 100_000)):
        for start in range(numbers.start, numbers.stop, 90):
            world.store.save(*(Change.new(numbered(n)) for n in range(start, min(start + 90, numbers.stop))))
        seen: Counter[str] = Counter()
        ports: dict[str, Any] = {
            name: Counting(getattr(world.services, name), seen)
            for name in ("roster", "invitations", "invitation_lists", "mails", "address_blocks", "imports", "site")
        }
        services = replace(world.services, **ports)
        show_invitations(request, services)
        show_send_again(request, services)
        listing = find_invitations(Wanted(year=YEAR, text="p7"), "", services)
        assert len(listing.lines) == 50
        figures.append(dict(seen))
    assert figures[0] == figures[1]
