"""Who may open what, whose forms count, and what every answer carries."""

import json
import re
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from homeroom.domain.families.sharing import Audience, Sharing
from homeroom.domain.invitations.invitation import Arrival
from homeroom.domain.kernel.change import Change
from homeroom.domain.roster.student import Student
from homeroom.use_cases.ports.files import UploadForm
from homeroom.web.core.guards import Guard
from tests.factories import a_contact, a_homeroom, a_parent_user, a_student, an_invitation, details
from tests.steps.aws_clients import client
from tests.steps.aws_stack import download, send_form
from tests.steps.gateway import HOST
from tests.steps.log_in import PASSWORD, an_admins_browser, logged_in
from tests.steps.stack import BUCKET, Stack
from tests.steps.visitor import multipart


def a_family(stack: Stack, name: str, homeroom: str = "3-A", sharing: Sharing | None = None) -> Student:
    """A student with a registered parent, who logs in as <name>@example.org."""
    student = a_student(name, homeroom=homeroom)
    contact = a_contact(
        student,
        id=f"contact-{name}",
        registered=True,
        details=details(
            name, "Parent", email=f"{name}@example.org", mobile_phone=f"555 {len(name)}", sharing=sharing or Sharing()
        ),
    )
    user = a_parent_user(contact, id=f"u-{name}", email=f"{name}@example.org")
    stack.services.store.save(Change.new(student.linked_to(contact.id)), Change.new(contact), Change.new(user))
    stack.passwords.set(user.id, PASSWORD)
    return student


def a_student_without_contact(stack: Stack, **more: object) -> Student:
    student = a_student("Mei", "Li", **more)
    stack.services.store.save(Change.new(student))
    return student


def concrete(path: str) -> str:
    for name, value in (
        ("id", "0" * 24),
        ("contact_id", "0" * 24),
        ("other_id", "0" * 24),
        ("code", "3-A"),
        ("grade", "3"),
        ("file", "x.css"),
        ("section", "school"),
        ("token", "x" * 43),
    ):
        path = path.replace(f"{{{name}}}", value)
    assert "{" not in path, f"{path}: nothing says what stands in it, and no route would get it"
    return path


WITHOUT_LOG_IN = (Guard.ANYBODY, Guard.LINK, Guard.STOPPING, Guard.ANSWERING, Guard.SETTING_PASSWORD)


def test_every_route_lets_in_just_whom_its_guard_says(stack: Stack) -> None:
    a_family(stack, "ada")
    nobody, parent, admin = stack.visitor(), logged_in(stack, "ada@example.org"), an_admins_browser(stack)
    for _, route in stack.routes():
        if route.method != "GET" or route.guard in WITHOUT_LOG_IN:
            continue
        path = concrete(route.path)
        assert nobody.get(path).location == "/login", path
        if route.guard is Guard.ADMIN:
            assert parent.get(path).status == 403, path
        if route.guard is Guard.PARENT:
            assert admin.get(path).status == 404, path


def test_every_post_without_its_proof_is_refused_and_changes_nothing(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    before = {t: rows for t, rows in stack.everything_stored().items() if t != "AccessTable"}
    for _, route in stack.routes():
        if route.method == "POST":
            for proof in ("", "0" * 64):
                answer = admin.post(concrete(route.path), {"csrf": proof, "email": "a@example.org"})
                assert answer.status in (403, 404, 410), route.path
    assert {t: rows for t, rows in stack.everything_stored().items() if t != "AccessTable"} == before


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}], ids=["origin", "fetch-site"]
)
def test_a_form_sent_from_another_site_is_refused(stack: Stack, headers: dict[str, str]) -> None:
    admin = an_admins_browser(stack)
    proof = {"csrf": admin.csrf("/settings/school"), "school_name": "Evil"}
    assert admin.post("/settings/school", proof, **headers).status == 403
    assert "Evil" not in admin.get("/settings").html


def test_every_answer_carries_the_security_headers(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    for visitor in (admin, stack.visitor()):
        for path in ("/", "/login", "/students", "/nothing", f"/i/{'x' * 43}", "/answer"):
            headers = visitor.get(path).headers
            assert "default-src 'none'" in headers["content-security-policy"], path
            assert "frame-ancestors 'none'" in headers["content-security-policy"], path
            assert headers["referrer-policy"] == "no-referrer"
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["cache-control"] == "no-store"
            assert "max-age" in headers["strict-transport-security"]


def test_unknown_addresses_and_wrong_passwords_are_answered_alike(stack: Stack) -> None:
    a_family(stack, "ada")
    answers = []
    for email in ("ada@example.org", "nobody@example.org", "not an address"):
        visitor = stack.visitor()
        answer = visitor.submit("/login", "/login", {"email": email, "password": "wrong-password"})
        answers.append((answer.status, answer.html.replace(email, "")))
    statuses, pages = zip(*answers, strict=True)
    assert set(statuses) == {422}
    assert len({page.split('name="csrf"')[0] for page in pages}) == 1


def test_who_tries_passwords_is_made_to_wait_even_with_the_right_one(stack: Stack) -> None:
    a_family(stack, "ada")
    visitor = stack.visitor()
    for _ in range(10):
        visitor.submit("/login", "/login", {"email": "ada@example.org", "password": "wrong"})
    answer = visitor.submit("/login", "/login", {"email": "ADA@EXAMPLE.ORG", "password": PASSWORD})
    assert answer.status == 429


def test_logging_out_ends_the_session_itself(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    kept = dict(admin.cookies)
    admin.submit("/students", "/logout", {})
    admin.cookies = kept
    assert admin.get("/students").location == "/login"


def test_a_role_that_was_taken_away_is_gone_at_the_next_click(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    user = stack.services.access.user("admin@example.org")
    assert user
    stack.services.store.save(Change(user, replace(user, is_admin=False)))
    assert admin.get("/settings").status == 403


@pytest.mark.parametrize(
    ("audience", "in_own_homeroom", "elsewhere"),
    [(Audience.NOBODY, False, False), (Audience.HOMEROOM, True, False), (Audience.SITE, True, True)],
)
def test_families_see_of_each_other_exactly_what_is_shared(
    stack: Stack, audience: Audience, in_own_homeroom: bool, elsewhere: bool
) -> None:
    stack.services.store.save(Change.new(a_homeroom("3-B", version=0)))
    student = a_family(stack, "ada", sharing=Sharing(phone=audience))
    a_family(stack, "classmate")
    a_family(stack, "stranger", homeroom="3-B")
    for name, sees in (("classmate", in_own_homeroom), ("stranger", elsewhere)):
        page = logged_in(stack, f"{name}@example.org").get(f"/students/{student.id}").html
        assert ("555 3" in page) is sees, name
        assert "ada@example.org" not in page
    assert "555 3" in an_admins_browser(stack).get(f"/students/{student.id}").html


def test_a_protected_student_is_unknown_to_parents(stack: Stack) -> None:
    student = a_student_without_contact(stack, protected=True)
    a_family(stack, "ada")
    parent, admin = logged_in(stack, "ada@example.org"), an_admins_browser(stack)
    for path in ("/students?q=Mei", "/homerooms/3-A", "/grades/3"):
        assert student.last_name not in parent.get(path).html
        assert student.listed_name in admin.get(path).html
    assert parent.get(f"/students/{student.id}").status == 404


def test_an_address_that_bounced_is_seen_wherever_its_student_is_listed_and_by_no_parent(stack: Stack) -> None:
    bounced = an_invitation(arrival=Arrival.BOUNCED, version=0)
    student = a_student_without_contact(stack, open_invitation_ids=(bounced.id,))
    stack.services.store.save(Change.new(bounced))
    a_family(stack, "ada")
    admin, parent = an_admins_browser(stack), logged_in(stack, "ada@example.org")
    for path in (f"/students?q={student.last_name}", "/homerooms/3-A", "/grades/3"):
        assert '<span class="state is-bad">Email bounced</span>' in admin.get(path).html, path
        assert "Email bounced" not in parent.get(path).html
    assert 'class="is-bad"' in admin.get("/").html


def test_parents_do_not_learn_which_families_have_answered(stack: Stack) -> None:
    a_student_without_contact(stack)
    a_family(stack, "ada")
    page = logged_in(stack, "ada@example.org").get("/homerooms/3-A").html
    assert "No parent contact yet" not in page
    assert "Has parent contact" not in page


def test_settings_with_mistakes_keep_what_was_typed(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    for section, typed in (
        ("school", {"school_name": "", "office_phone": "nonsense"}),
        ("mail", {"reply_to": "nonsense"}),
        ("links", {"link_days": "many"}),
        ("year", {"school_year": "2026-2030"}),
    ):
        answer = admin.submit(f"/settings/{section}", f"/settings/{section}", typed)
        assert answer.status == 422
        assert all(text in answer.html for text in typed.values())


def test_two_admins_who_save_settings_one_after_the_other_both_succeed(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    for name in ("Lincoln School", "Łódź 3 <b>"):
        assert admin.submit_form("/settings/school", {"school_name": name}).status == 303
    assert "Łódź 3 &lt;b&gt;" in admin.get("/settings").html


@pytest.mark.parametrize("body", [b"csrf=%ff%fe&email=%00", b"\xff\xfe", b"a" * 3000 + b"=&" * 3000], ids=len)
def test_a_body_that_cannot_be_read_gets_a_sentence(stack: Stack, body: bytes) -> None:
    answer = stack.visitor().post_body("/login", body, "application/x-www-form-urlencoded")
    assert answer.status in (400, 403)
    assert "Nothing was changed" in answer.html


def test_a_file_on_the_page_is_kept_for_its_check_and_nothing_more(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    content = b"year,class_code\r\n\xff\xfe"
    answer = admin.post_body("/imports", *multipart(admin.csrf("/imports"), ("../a b.csv", content)))
    [upload] = stack.checks()
    assert stack.queued_imports() == []
    assert answer.location.startswith(f"/imports/{upload.import_id}")
    assert upload.name == "a b.csv"
    with stack.services.files.open(upload) as file:
        assert (file.body.read(), file.by_user) == (content, "admin@example.org")


def test_no_file_and_too_large_a_file_get_a_sentence(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    for parts, sentence in (
        ([("", b"")], "Choose a file first."),
        ([], "Choose a file first."),
        ([("a.csv", b"x" * (4 * 1024 * 1024 + 1))], "larger than 4 MB"),
    ):
        answer = admin.post_body("/imports", *multipart(admin.csrf("/imports"), *parts))
        assert answer.status == 422
        assert sentence in answer.html
    assert stack.checks() == []


def test_a_larger_file_goes_to_the_bucket_by_a_form_and_the_browser_comes_back_to_its_check(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    answer = admin.submit("/imports", "/imports/uploads", {"name": "C:\\school\\new families.csv"})
    assert answer.headers["content-type"] == "application/json"
    form = json.loads(answer.html)
    content = b"year,class_code,student_last_name,student_first_name\n2026-2027,3-A,Li,Mei\n"
    sent = send_form(client, BUCKET, UploadForm(form["address"], form["fields"]), content)
    assert [sent] == stack.checks()
    assert sent
    back = urlsplit(form["fields"]["success_action_redirect"])
    assert (back.scheme, back.netloc, back.path) == ("https", HOST, f"/imports/{sent.import_id}")
    # S3 adds these to it
    added = urlencode({"bucket": sent.bucket, "key": sent.key, "etag": '"x"'})
    address = admin.get(f"{back.path}?{added}").location
    assert "families" not in address
    waiting = admin.get(address)
    assert (waiting.status, waiting.heading) == (200, "Your file")
    stack.invoke("import_csv", stack.event_about(sent))
    assert admin.get(f"{back.path}?{added}").location == address
    checked = admin.get(address)
    assert checked.heading == "Check of new families.csv"
    assert "uploaded by" in checked.html
    assert stack.services.roster.search("2026-2027", "Mei", 10) == []


@pytest.mark.parametrize("name", ['it\'s "3-A" & <b>4-B.csv', "3+A %2B (1).csv", "👩 año.csv", "a?b#c=1&d.csv"])
def test_a_files_name_is_shown_as_it_is_wherever_it_came_from(stack: Stack, name: str) -> None:
    admin = an_admins_browser(stack)
    form = json.loads(admin.submit("/imports", "/imports/uploads", {"name": name}).html)
    sent = send_form(client, BUCKET, UploadForm(form["address"], form["fields"]), b"class_code\n")
    assert sent
    assert sent.name == name
    stack.invoke("import_csv", stack.event_about(sent))
    assert unescape(admin.get(f"/imports/{sent.import_id}").heading) == name
    assert name in unescape(admin.get("/imports").html)


def test_no_address_of_a_page_holds_the_name_of_a_file(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    answer = admin.post_body("/imports", *multipart(admin.csrf("/imports"), ("Garcia.csv", b"class_code\n")))
    page = admin.get(answer.location)
    assert (page.status, page.heading) == (200, "Your file")
    assert "Garcia" not in answer.location + page.html


def test_a_form_for_a_larger_file_is_for_those_who_could_have_sent_a_small_one(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    assert admin.post("/imports/uploads", {"name": "a.csv"}).status == 403
    assert admin.post("/imports/uploads", {"name": "a.csv", "csrf": "0" * 64}).status == 403


def test_only_pages_with_a_field_for_a_file_may_send_anything_to_the_bucket_and_only_to_it(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    bucket = stack.services.files.form_address
    for page, may in (("/imports", True), ("/students", False), ("/settings", False), ("/imports/columns", False)):
        policy = admin.get(page).headers["content-security-policy"]
        assert (f"form-action 'self' {bucket}; connect-src 'self';" in policy) is may
        assert policy.startswith("default-src 'none'")


def test_no_column_is_also_called_what_it_is_called(stack: Stack) -> None:
    html = an_admins_browser(stack).get("/imports/columns").html
    lines = re.findall(r'<strong class="nowrap">(\w+)</strong>.*?data-label="Also called">(.*?)</td>', html)
    assert len(lines) > 20
    assert not [name for name, others in lines if name.replace("_", "") in others.replace("_", "").split(", ")]


def test_results_are_fetched_from_the_bucket_by_whoever_may_see_the_import(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    event = stack.put("uploads/3-A é.csv", b"class_code,student_last_name,student_first_name\n3-A,Li,Mei\n")
    stack.invoke("import_csv", event)
    [run] = stack.services.imports.newest(1)
    answer = admin.get(f"/imports/{run.id}/results")
    assert answer.status == 303
    assert download(answer.location).decode("utf-8-sig") == stack.results("3-A é.results.csv")
    assert parse_qs(urlsplit(answer.location).query)["X-Amz-Expires"] == ["60"]
    assert stack.visitor().get(f"/imports/{run.id}/results").location == "/login"


def test_an_import_keeps_its_results_when_a_file_of_the_same_name_is_imported_later(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    for name in ("Mei", "Ana"):
        rows = f"class_code,student_last_name,student_first_name\n3-A,Li,{name}\n"
        stack.invoke("import_csv", stack.put("uploads/a.csv", rows.encode()))
    run_ids = {run.id for run in stack.services.imports.newest(2)}
    texts = [download(admin.get(f"/imports/{run_id}/results").location).decode("utf-8-sig") for run_id in run_ids]
    assert sorted("Mei" in text for text in texts) == [False, True]


def test_results_that_are_gone_have_a_page_that_says_so(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    stack.invoke("import_csv", stack.put("uploads/a.csv", b"class_code,last_name,first_name\n3-A,Li,Mei\n"))
    [run] = stack.services.imports.newest(1)
    bucket, key = run.upload.bucket, run.upload.results_key
    stack.aws.s3.delete_object(Bucket=bucket, Key=key, VersionId=run.results_version)
    answer = admin.get(f"/imports/{run.id}/results")
    assert (answer.status, answer.heading) == (404, "This file is no longer here")


def test_an_address_that_is_longer_than_any_leads_nowhere(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    for page in ("students", "homerooms", "invitations", "imports"):
        assert admin.get(f"/{page}/{'x' * 3_000}").status == 404
