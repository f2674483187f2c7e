"""What the queue brings to send_invite and record_delivery, and the daily round."""

import json
from datetime import timedelta
from typing import Any

import pytest

from homeroom.domain.invitation import Invitation
from homeroom.domain.mail import MailState
from homeroom.use_cases.ports import MailNotSent
from tests.integration.conftest import Stack, an_event, sqs_event

HEADER = "year,class_code,student_last_name,student_first_name,parent_email\n"


def invited(stack: Stack, *addresses: str) -> list[dict[str, Any]]:
    """Import a student for each address; the messages that ask for their mails."""
    rows = "".join(f"2026-2027,3-A,Muster {n},Kind,{address}\n" for n, address in enumerate(addresses))
    stack.invoke("import_csv", stack.put("uploads/new.csv", (HEADER + rows).encode()))
    return [{"version": 1, "mails": [mail]} for mail in stack.queued_mails()]


def invitation(stack: Stack, message: dict[str, Any]) -> Invitation:
    [(invitation_id, _)] = message["mails"]
    return stack.outside.invitations.get_many([invitation_id])[invitation_id]


def mail_state(stack: Stack, message: dict[str, Any]) -> str:
    [(invitation_id, _)] = message["mails"]
    mail = stack.outside.invitations.mail(invitation_id, 1)
    return mail.state.value if mail else "none"


def given_back(answer: Any) -> list[str]:
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def test_one_poison_record_among_ten_is_given_back_and_nine_go_through(stack: Stack) -> None:
    messages = invited(stack, *(f"p{n}@example.org" for n in range(9)))
    poison = {"version": 1, "mails": [("nobody", 1)]}
    answer = stack.invoke("send_invite", sqs_event(*messages, poison))
    assert given_back(answer) == ["m9"]
    assert len(stack.mailer.sent) == 9


def test_a_mail_that_fails_holds_up_no_other_of_its_message(stack: Stack) -> None:
    mails = [mail for message in invited(stack, "a@example.org", "b@example.org") for mail in message["mails"]]
    message = {"version": 1, "mails": [mails[0], ("nobody", 1), mails[1]]}
    for _ in range(2):
        assert given_back(stack.invoke("send_invite", sqs_event(message))) == ["m0"]
    assert len(stack.mailer.sent) == 2


def test_a_batch_that_comes_again_sends_nothing_again(stack: Stack) -> None:
    event = sqs_event(*invited(stack, "a@example.org", "b@example.org"))
    for _ in range(3):
        assert given_back(stack.invoke("send_invite", event)) == []
    assert len(stack.mailer.sent) == 2


def test_a_message_of_an_unknown_version_is_given_back(stack: Stack) -> None:
    [message] = invited(stack, "a@example.org")
    assert given_back(stack.invoke("send_invite", sqs_event(message | {"version": 2}))) == ["m0"]
    assert stack.mailer.sent == []


def test_a_definite_not_now_is_given_back_and_sent_later(stack: Stack) -> None:
    [message] = invited(stack, "a@example.org")
    stack.mailer.failures.append(MailNotSent(MailState.LATER, "throttled"))
    assert given_back(stack.invoke("send_invite", sqs_event(message))) == ["m0"]
    assert given_back(stack.invoke("send_invite", sqs_event(message))) == []
    assert len(stack.mailer.sent) == 1


@pytest.mark.parametrize("state", [MailState.UNKNOWN, MailState.REFUSED])
def test_a_mail_that_may_have_gone_out_or_never_will_is_not_sent_again(stack: Stack, state: MailState) -> None:
    [message] = invited(stack, "a@example.org")
    stack.mailer.failures.append(MailNotSent(state, "reason"))
    for _ in range(2):
        assert given_back(stack.invoke("send_invite", sqs_event(message))) == []
    assert stack.mailer.sent == []
    assert mail_state(stack, message) == state.value


def test_a_queue_holds_no_address_and_no_link(stack: Stack) -> None:
    [message] = invited(stack, "a@example.org")
    assert set(message) == {"version", "mails"}


def report(name: str, message: dict[str, Any]) -> dict[str, Any]:
    """A sample report, about this mail."""
    event = an_event(name)
    body = json.loads(event["Records"][0]["body"])
    body["mail"]["tags"]["mail"] = ["-".join(map(str, message["mails"][0]))]
    event["Records"][0]["body"] = json.dumps(body)
    return event


def test_reports_come_twice_and_in_any_order_and_the_most_telling_stays(stack: Stack) -> None:
    [message] = invited(stack, "a@example.org")
    stack.invoke("send_invite", sqs_event(message))
    for name in ("ses_bounce", "ses_delivery", "ses_bounce"):
        assert given_back(stack.invoke("record_delivery", report(name, message))) == []
    assert mail_state(stack, message) == "bounced"


def test_a_report_before_our_own_write_is_given_back(stack: Stack) -> None:
    [message] = invited(stack, "a@example.org")
    assert given_back(stack.invoke("record_delivery", report("ses_delivery", message))) != []


def test_a_report_about_somebody_elses_mail_is_passed_over(stack: Stack) -> None:
    event = an_event("ses_delivery")
    body = json.loads(event["Records"][0]["body"])
    del body["mail"]["tags"]["mail"]
    event["Records"][0]["body"] = json.dumps(body)
    assert given_back(stack.invoke("record_delivery", event)) == []


def test_the_daily_round_closes_what_is_over_once(stack: Stack) -> None:
    [message] = invited(stack, "a@example.org")
    stack.clock.wait(timedelta(days=31))
    for _ in range(2):
        stack.invoke("remind", an_event("daily"))
    assert invitation(stack, message).state.value == "expired"
    assert stack.outside.invitations.locks(["a@example.org"]) == {}


def test_the_daily_round_finds_an_upload_whose_event_was_lost(stack: Stack) -> None:
    stack.put("uploads/lost.csv", HEADER.encode())
    stack.clock.now = stack.clock.now.replace(year=2030)
    stack.invoke("remind", an_event("daily"))
    assert [upload.key for upload in stack.queued_imports()] == ["uploads/lost.csv"]
