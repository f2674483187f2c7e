"""From a dropped file that looks wrong to the Site Admins' mailboxes and pages, through the functions."""

from datetime import timedelta

from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.kernel.change import Change
from tests.factories import a_contact, a_homeroom, a_parent_user
from tests.steps.lambda_events import an_event, sqs_event
from tests.steps.log_in import PASSWORD, an_admins_browser, logged_in
from tests.steps.stack import Stack

HEADER = "year,class_code,student_last_name,student_first_name,parent_email\n"
OLD = "2019-2020,3-A,García,Noé,m@example.org\n"


def dropped(stack: Stack, name: str, rows: str = OLD) -> str:
    """The import's id."""
    stack.invoke("import_csv", stack.put(f"uploads/{name}", (HEADER + rows).encode()))
    return stack.services.imports.newest(1)[0].id


def notices_sent(stack: Stack) -> None:
    messages = [{"kind": "notice", "version": 1, "import_id": import_id} for import_id in stack.queued_notices()]
    if messages:
        assert stack.invoke("send_invite", sqs_event(*messages)) == {"batchItemFailures": []}


def an_hour_later(stack: Stack) -> None:
    stack.clock.wait(timedelta(hours=1))
    stack.invoke("remind", an_event("hourly"))
    notices_sent(stack)


def test_a_site_admin_gets_an_email_with_the_files_name_and_a_link_to_its_page(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    run_id = dropped(stack, "spring 2026.csv")
    notices_sent(stack)
    [mail] = stack.mailer.sent
    assert (mail.to, mail.subject) == ("admin@example.org", "Our School: a file is waiting for you")
    assert "The file spring 2026.csv looks wrong" in " ".join(mail.text.split())
    assert f"https://site.example/imports/{run_id}" in mail.text
    assert admin.get(f"/imports/{run_id}").status == 200


def test_the_hourly_run_sends_a_notice_whose_message_was_lost_and_the_later_ones(stack: Stack) -> None:
    an_admins_browser(stack)
    dropped(stack, "a.csv")
    stack.queued_notices()
    for sent in (1, 1):
        an_hour_later(stack)
        assert len(stack.mailer.sent) == sent
    stack.clock.wait(timedelta(days=1))
    an_hour_later(stack)
    assert len(stack.mailer.sent) == 2


def test_after_21_days_the_hourly_run_ends_it_and_its_page_says_so(stack: Stack) -> None:
    an_admins_browser(stack)
    run_id = dropped(stack, "a.csv")
    stack.clock.wait(timedelta(days=21))
    an_hour_later(stack)
    for upload in stack.queued_imports():
        stack.invoke("import_csv", stack.event_about(upload))
    run = stack.services.imports.get(run_id)
    assert run
    assert (run.state, run.counts) == (ImportState.NOT_DECIDED, {"skipped": 1})
    assert stack.mailer.sent == []
    page = logged_in(stack, "admin@example.org").get(f"/imports/{run_id}").html
    assert "Not decided" in page
    assert "Waiting for you" not in page


def test_a_message_about_an_import_that_nobody_knows_or_that_does_not_wait_does_nothing(stack: Stack) -> None:
    an_admins_browser(stack)
    before = stack.everything_stored()
    assert stack.invoke("send_invite", an_event("notice_message")) == {"batchItemFailures": []}
    assert stack.everything_stored() == before


def test_every_page_of_a_site_admin_names_what_waits_and_none_of_a_parents_or_a_visitors(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    contact = a_contact()
    stack.services.store.save(Change.new(contact), Change.new(a_parent_user(contact)))
    stack.passwords.set("u-parent", PASSWORD)
    parent = logged_in(stack, "maria@example.org")
    ids = []
    for n in range(4):
        ids.append(dropped(stack, f"file {n}.csv"))
        stack.clock.wait(timedelta(minutes=1))
    for path in ("/students", "/settings", f"/imports/{ids[3]}", "/no-such-page"):
        page = admin.get(path).html
        for run_id, name in zip(ids[:3], ("file 0.csv", "file 1.csv", "file 2.csv"), strict=True):
            assert f'<a href="/imports/{run_id}">{name}</a>' in page
        assert "and 1 more" in page
    for page in (parent.get("/me").html, stack.visitor().get("/login").html):
        assert "Waiting for you" not in page
        assert "file 0.csv" not in page


def test_the_list_of_imports_has_what_waits_first_with_its_last_day(stack: Stack) -> None:
    stack.services.store.save(Change.new(a_homeroom("3-A", version=0, year="2019-2020")))
    admin = an_admins_browser(stack)
    run_id = dropped(stack, "old.csv")
    dropped(stack, "new.csv", OLD.replace("2019-2020", "2026-2027"))
    page = admin.get("/imports").html
    assert page.index("Waiting for you") < page.index("old.csv") < page.index("Sep 22, 2026") < page.index("new.csv")
    admin.submit(f"/imports/{run_id}", f"/imports/{run_id}/leave", {})
    assert "Waiting for you" not in admin.get("/imports").html


def test_the_button_says_go_on_where_answers_let_the_file_through_and_no_number_where_nobody_is_emailed(
    stack: Stack,
) -> None:
    admin = an_admins_browser(stack)
    asks = HEADER.replace("parent_email", "email") + OLD.replace("2019-2020", "2026-2027")
    stack.invoke("import_csv", stack.put("uploads/asks.csv", asks.encode()))
    asking = admin.get(f"/imports/{stack.services.imports.newest(1)[0].id}").html
    assert "Go on with these answers</button>" in asking
    assert "Check again" not in asking
    stack.clock.wait(timedelta(minutes=1))
    silent = admin.get(f"/imports/{dropped(stack, 'old.csv', OLD.replace('m@example.org', ''))}").html
    assert "Go on</button>" in silent


def test_the_page_of_a_file_that_was_left_does_not_say_that_it_has_no_rows(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    run_id = dropped(stack, "old.csv")
    admin.submit(f"/imports/{run_id}", f"/imports/{run_id}/leave", {})
    for upload in stack.queued_imports():
        stack.invoke("import_csv", stack.event_about(upload))
    page = admin.get(f"/imports/{run_id}").html
    assert "Nothing in this file was imported." in page
    assert "There are no rows" not in page


def test_a_file_of_homerooms_has_no_empty_column_of_students(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    for body, has_column in (("year,class_code,teacher_name\n2026-2027,3-A,Eva Lind\n", False), (HEADER + OLD, True)):
        stack.invoke("import_csv", stack.put("uploads/a.csv", body.replace("2019-2020", "2026-2027").encode()))
        page = admin.get(f"/imports/{stack.services.imports.newest(1)[0].id}").html
        stack.clock.wait(timedelta(minutes=1))
        assert ('<th scope="col">Student</th>' in page) == has_column
