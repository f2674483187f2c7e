"""What goes wrong with queues: poison, redrives, messages of other versions of the code."""

from datetime import timedelta
from typing import Any

import pytest

from homeroom.domain.kernel.message import message
from homeroom.domain.mail.mail import MailState
from homeroom.domain.mail.mail_reason import MailReason
from homeroom.use_cases.mail.write_mail import write_mail
from tests.steps.faults import delivered, given_back, imported, report
from tests.steps.lambda_events import an_event, sqs_event
from tests.steps.log_in import an_admins_browser, logged_in
from tests.steps.stack import Stack


def broken_for(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """The mail to this address cannot be written, as when a name breaks a template."""

    def write(invitation: Any, *more: Any) -> Any:
        if invitation.email == address:
            raise RuntimeError
        return write_mail(invitation, *more)

    monkeypatch.setattr("homeroom.use_cases.mail.send_invite.write_mail", write)


def test_one_poison_mail_among_ten_lets_nine_through_and_goes_out_once_when_the_queue_is_redriven_twice(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages = imported(stack, *(f"p{n}@example.org" for n in range(10)))
    with monkeypatch.context() as patch:
        broken_for(patch, "p3@example.org")
        first = delivered(stack, *messages)
        assert len(first) == 1
        poison = messages[int(first[0].removeprefix("m"))]
        for _ in range(4):  # SQS brings it five times, then it lies among the dead letters
            assert delivered(stack, poison) == ["m0"]
        assert len(stack.mailer.sent) == 9
    for _ in range(2):
        assert delivered(stack, poison) == []
    assert sorted(mail.to for mail in stack.mailer.sent) == [f"p{n}@example.org" for n in range(10)]


def test_the_imports_page_says_that_a_parent_needs_attention_and_shows_who(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages = imported(stack, *(f"p{n}@example.org" for n in range(3)))
    [run] = stack.services.imports.newest(1)
    broken_for(monkeypatch, "p1@example.org")
    delivered(stack, *messages)
    for queued in messages:
        invitation_id, _ = queued["mails"][0]
        mail = stack.services.mails.get(invitation_id, 1)
        if mail and mail.state is MailState.ACCEPTED:
            name = "ses_bounce" if mail.email == "p2@example.org" else "ses_delivery"
            stack.invoke("record_delivery", report(name, queued))
    stack.clock.wait(timedelta(minutes=1))
    page = an_admins_browser(stack).get(f"/imports/{run.id}").html
    assert "1 parent needs attention: the email could not be sent, or came back." in page
    assert "for a day" not in page
    stack.clock.wait(timedelta(days=1, minutes=1))
    admin = logged_in(stack, "admin@example.org")
    page = admin.get(f"/imports/{run.id}").html
    assert "1 parent needs attention: nothing has been heard of the email for a day." in page
    for state, address in (("bounced", "p2@example.org"), ("waiting", "p1@example.org")):
        assert f'href="/invitations?state={state}&amp;import={run.id}"' in page
        listed = admin.get(f"/invitations?state={state}&import={run.id}").html
        assert [f"p{n}@example.org" in listed for n in range(3)] == [f"p{n}@example.org" == address for n in range(3)]


def test_messages_that_were_queued_by_the_first_version_of_the_code_are_read(stack: Stack) -> None:
    """To the letter, as they lie in queues: they outlive a deployment."""
    [message] = imported(stack, "a@example.org")
    invitation_id = message["mails"][0][0]
    event = an_event("invite_message")
    event["Records"][0]["body"] = f'{{"kind":"invite","version":1,"mails":[["{invitation_id}",1]]}}'
    assert stack.invoke("send_invite", event) == {"batchItemFailures": []}
    assert len(stack.mailer.sent) == 1
    stack.put("uploads/older.csv", b"class_code,last_name,first_name\n3-A,Li,Mei\n")
    event = an_event("import_message")
    event["Records"][0]["body"] = (
        '{"kind":"import","version":1,"bucket":"uploads","key":"uploads/older.csv","object_version":""}'
    )
    stack.invoke("import_csv", event)
    assert stack.services.roster.search("2026-2027", "Mei", 9)
    event["Records"][0]["body"] = '{"kind":"bulk_resend","version":1}'
    assert stack.invoke("import_csv", event) == {"batchItemFailures": []}


UPLOAD = {"bucket": "uploads", "key": "uploads/a.csv", "object_version": ""}


def unknown_messages(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    """Kind and version in each log line about a message that nobody knows."""
    lines: list[Any] = [record for record in caplog.records if record.message == "unknown message"]
    return [(line.kind, line.version) for line in lines]


def brought_again(event: dict[str, Any], count: int) -> dict[str, Any]:
    attributes = event["Records"][0]["attributes"] | {"ApproximateReceiveCount": str(count)}
    return {"Records": [record | {"attributes": attributes} for record in event["Records"]]}


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"kind": "import", "version": 2, **UPLOAD}, ("import", "2")),
        ({"kind": "bulk_resend", "version": 2}, ("bulk_resend", "2")),
        ({"kind": "invite", "version": 1, "mails": []}, ("invite", "1")),
        ({"kind": "something new", "version": 1}, ("something new", "1")),
        ({"kind": "import", "version": 1, "bucket": 7}, ("import", "1")),
        ({"kind": ["x" * 100], "version": {}}, (str(["x" * 100])[:40], "{}")),
        ({"version": 1, **UPLOAD}, ("", "1")),
        ([1], ("", "")),
    ],
    ids=str,
)
def test_a_message_to_the_importer_that_this_code_does_not_know_is_left_to_the_dead_letters(
    stack: Stack, body: Any, named: tuple[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    before = stack.everything_stored()
    event = sqs_event(body, {"kind": "bulk_resend", "version": 1})
    for count in range(1, 6):
        assert given_back(stack.invoke("import_csv", brought_again(event, count))) == ["m0"]
    assert unknown_messages(caplog) == [named]
    assert stack.everything_stored() == before


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"version": 2}, ("invite", "2")),
        ({"version": None}, ("invite", "None")),
        ({"kind": "import"}, ("import", "1")),
        ({"mails": "all"}, ("invite", "1")),
    ],
    ids=str,
)
def test_a_message_to_the_sender_that_this_code_does_not_know_is_left_to_the_dead_letters(
    stack: Stack, body: dict[str, Any], named: tuple[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    known, other = imported(stack, "a@example.org", "b@example.org")
    assert delivered(stack, known, other | body) == ["m1"]
    assert len(stack.mailer.sent) == 1
    assert unknown_messages(caplog) == [named]


@pytest.mark.parametrize("kind", ["Suppressed", "OnAccountSuppressionList"])
def test_an_address_that_the_mail_service_keeps_off_is_accepted_first_and_blocked_by_its_report(
    stack: Stack, kind: str
) -> None:
    [queued] = imported(stack, "a@example.org")
    delivered(stack, queued)
    event = report("ses_bounce", queued, bounceType="Permanent", bounceSubType=kind)
    assert stack.invoke("record_delivery", event) == {"batchItemFailures": []}
    mail = stack.services.mails.get(*queued["mails"][0])
    assert mail
    assert (mail.state, mail.reason) == (MailState.BOUNCED, message(MailReason.BOUNCED_BEFORE))
    assert list(stack.services.address_blocks.get_many(["a@example.org"])) == ["a@example.org"]
