"""What the queue brings to send_invite and record_delivery, and the scheduled runs."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest

from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.mail.mail import MailState
from homeroom.domain.mail.mail_reason import MailReason
from homeroom.queue_messages import MailMessage
from homeroom.use_cases.ports.mailer import MailNotSent, Others
from tests.steps.lambda_events import Context, an_event, sqs_event
from tests.steps.log_in import an_admins_browser
from tests.steps.stack import Stack

HEADER = "year,class_code,student_last_name,student_first_name,parent_email\n"


def invited(stack: Stack, *addresses: str) -> list[dict[str, Any]]:
    """Import a student for each address; the messages that ask for their mails."""
    rows = "".join(f"2026-2027,3-A,Muster {n},Kind,{address}\n" for n, address in enumerate(addresses))
    stack.invoke("import_csv", stack.put("uploads/new.csv", (HEADER + rows).encode()))
    return [{"kind": "invite", "version": 1, "mails": [mail]} for mail in stack.queued_mails()]


def invitation(stack: Stack, message: dict[str, Any]) -> Invitation:
    [(invitation_id, _)] = message["mails"]
    return stack.services.invitations.get_many([invitation_id])[invitation_id]


def mail_state(stack: Stack, message: dict[str, Any]) -> str:
    [(invitation_id, _)] = message["mails"]
    mail = stack.services.mails.get(invitation_id, 1)
    return mail.state.value if mail else "none"


def given_back(answer: Any) -> list[str]:
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def never_asked_for(message: dict[str, Any]) -> tuple[str, int]:
    """An email of the same invitation."""
    return message["mails"][0][0], 9


def test_one_poison_record_among_ten_is_given_back_and_nine_go_through(stack: Stack) -> None:
    messages = invited(stack, *(f"p{n}@example.org" for n in range(9)))
    poison = {"kind": "invite", "version": 1, "mails": [never_asked_for(messages[0])]}
    answer = stack.invoke("send_invite", sqs_event(*messages, poison))
    assert given_back(answer) == ["m9"]
    assert len(stack.mailer.sent) == 9


def test_a_mail_that_fails_holds_up_no_other_of_its_message(stack: Stack) -> None:
    mails = [mail for message in invited(stack, "a@example.org", "b@example.org") for mail in message["mails"]]
    message = {"kind": "invite", "version": 1, "mails": [mails[0], (mails[0][0], 9), mails[1]]}
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


def test_a_mail_that_waits_burns_no_message_and_is_asked_for_again_by_the_hourly_run(stack: Stack) -> None:
    [message] = invited(stack, "a@example.org")
    paused = MailNotSent(MailState.DEFERRED, MailReason.SENDING_PAUSED, Others.STOP)
    stack.mailer.failures.append(paused)
    assert given_back(stack.invoke("send_invite", sqs_event(message))) == []
    assert (mail_state(stack, message), stack.queued_mails()) == ("deferred", [])
    stack.invoke("remind", an_event("hourly"))
    assert stack.queued_mails() == []
    stack.clock.wait(timedelta(hours=1))
    stack.invoke("remind", an_event("hourly"))
    stack.send_all()
    assert mail_state(stack, message) == "accepted"


def test_what_is_too_fast_is_asked_for_again_with_a_new_message(stack: Stack) -> None:
    [message] = invited(stack, "a@example.org")
    stack.mailer.failures.append(MailNotSent(MailState.DEFERRED, MailReason.TOO_FAST, Others.SLOW_DOWN))
    assert given_back(stack.invoke("send_invite", sqs_event(message))) == []
    assert given_back(stack.invoke("send_invite", sqs_event(message))) == []
    assert len(stack.mailer.sent) == 1


def test_a_function_whose_time_is_nearly_up_leaves_the_rest_to_another(stack: Stack) -> None:
    messages = invited(stack, "a@example.org", "b@example.org")
    stack.invoke("send_invite", sqs_event(*messages), Context(milliseconds=30_000))
    assert stack.mailer.sent == []


def test_while_sending_is_paused_every_page_of_a_site_admin_says_so_and_none_of_a_parents(stack: Stack) -> None:
    admin = an_admins_browser(stack)
    paused = MailNotSent(MailState.DEFERRED, MailReason.SENDING_PAUSED, Others.STOP)
    stack.mailer.failures.append(paused)
    for message in invited(stack, *(f"p{n}@example.org" for n in range(12))):
        stack.invoke("send_invite", sqs_event(message))
    notice = (
        "Emails are not going out right now: the email service has paused sending for this account. "
        "12 emails are waiting and will go out on their own later."
    )
    assert notice in admin.get("/imports").html
    assert notice in admin.get("/students").html
    assert notice not in stack.visitor().get("/login").html
    stack.clock.wait(timedelta(hours=1))
    stack.invoke("remind", an_event("hourly"))
    stack.send_all()
    assert len(stack.mailer.sent) == 12
    assert "waiting" not in admin.get("/imports").html


@pytest.mark.parametrize("state", [MailState.SEND_UNCONFIRMED, MailState.REFUSED])
def test_a_mail_that_may_have_gone_out_or_never_will_is_not_sent_again(stack: Stack, state: MailState) -> None:
    [message] = invited(stack, "a@example.org")
    stack.mailer.failures.append(MailNotSent(state, MailReason.ANSWER_LOST))
    for _ in range(2):
        assert given_back(stack.invoke("send_invite", sqs_event(message))) == []
    assert stack.mailer.sent == []
    assert mail_state(stack, message) == state.value


def test_a_queue_holds_no_address_and_no_link(stack: Stack) -> None:
    [message] = invited(stack, "a@example.org")
    assert set(message) == {"kind", "version", "mails"}


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


@pytest.mark.parametrize(
    ("names", "state"),
    [
        (["ses_send"], "accepted"),
        (["ses_send", "ses_delay"], "delayed"),
        (["ses_delay", "ses_send"], "delayed"),
        (["ses_delivery", "ses_delivery", "ses_send", "ses_delay"], "delivered"),
        (["ses_delivery", "ses_out_of_office"], "delivered"),
        (["ses_out_of_office"], "came back"),
        (["ses_undetermined"], "came back"),
        (["ses_delivery", "ses_bounce"], "bounced"),
        (["ses_bounce", "ses_delivery"], "bounced"),
        (["ses_delivery", "ses_complaint", "ses_delivery"], "complained"),
        (["ses_send", "ses_reject"], "refused"),
        (["ses_rendering_failure"], "refused"),
    ],
)
@pytest.mark.parametrize("answer", ["told", "lost"])
def test_every_event_of_ses_moves_the_mail_on_and_never_back(
    names: list[str], state: str, answer: str, stack: Stack
) -> None:
    [message] = invited(stack, "a@example.org")
    if answer == "lost":
        stack.mailer.failures.append(MailNotSent(MailState.SEND_UNCONFIRMED, MailReason.ANSWER_LOST))
    stack.invoke("send_invite", sqs_event(message))
    for name in names:
        assert given_back(stack.invoke("record_delivery", report(name, message))) == []
    assert mail_state(stack, message) == state
    assert list(stack.services.mails.unconfirmed_before(datetime(2100, 1, 1, tzinfo=UTC))) == []


@pytest.mark.parametrize(
    ("name", "blocks"), [("ses_bounce", True), ("ses_complaint", True), ("ses_undetermined", False)]
)
def test_after_a_hard_bounce_or_a_complaint_the_import_and_the_page_say_that_nobody_was_invited(
    name: str, blocks: bool, stack: Stack
) -> None:
    [message] = invited(stack, "a@example.org")
    stack.invoke("send_invite", sqs_event(message))
    stack.invoke("record_delivery", report(name, message))
    row = "2026-2027,3-A,Muster,Neu,A@example.org\n"
    stack.invoke("import_csv", stack.put("uploads/again.csv", (HEADER + row).encode()))
    assert ("so nothing is sent there" in stack.results("again.results.csv")) == blocks
    assert ("placed only" in stack.results("again.results.csv")) == blocks


def test_a_site_admin_who_invites_a_blocked_address_is_told_why_and_may_write_to_it_again(stack: Stack) -> None:
    [message] = invited(stack, "a@example.org")
    stack.invoke("send_invite", sqs_event(message))
    stack.invoke("record_delivery", report("ses_bounce", message))
    stack.clock.wait(timedelta(hours=1))
    admin = an_admins_browser(stack)
    page = f"/students/{invitation(stack, message).student_ids[0]}"
    form = {"parent_email": "a@example.org", "parent_name": ""}
    answer = admin.submit(page, f"{page}/invitations", form)
    assert answer.status == 422
    assert "bounced (the mailbox does not exist or does not accept email), so nothing is sent" in answer.html
    assert 'name="allow_again"' in answer.html
    assert stack.queued_mails() == []
    assert admin.submit(page, f"{page}/invitations", form | {"allow_again": "yes"}).status == 303
    stack.send_all()
    assert [mail.to for mail in stack.mailer.sent] == ["a@example.org"] * 2


def changed(event: dict[str, Any], **fields: Any) -> dict[str, Any]:
    body = json.loads(event["Records"][0]["body"])
    event["Records"][0]["body"] = json.dumps(body | fields)
    return event


def test_a_reader_who_takes_a_mail_out_of_the_spam_folder_does_not_complain(stack: Stack) -> None:
    [message] = invited(stack, "a@example.org")
    stack.invoke("send_invite", sqs_event(message))
    kind = {"complaintFeedbackType": "not-spam"}
    event = changed(report("ses_complaint", message), complaint=kind)
    assert given_back(stack.invoke("record_delivery", event)) == []
    assert mail_state(stack, message) == "accepted"


def test_the_sentence_that_ses_publishes_when_it_is_told_where_to_is_no_event(stack: Stack) -> None:
    event = an_event("ses_delivery")
    event["Records"][0]["body"] = "Successfully validated SNS topic for Amazon SES event publishing."
    assert given_back(stack.invoke("record_delivery", event)) == []


def test_what_is_no_event_of_ses_ends_in_the_dead_letter_queue(stack: Stack) -> None:
    assert given_back(stack.invoke("record_delivery", changed(an_event("ses_delivery"), eventType="New"))) != []


@pytest.mark.parametrize("tag", ["x", "", "nobody-", "-1", "nobody-one"])
def test_a_tag_that_is_none_of_ours_is_passed_over(tag: str, stack: Stack) -> None:
    event = an_event("ses_delivery")
    mail = json.loads(event["Records"][0]["body"])["mail"]
    mail["tags"]["mail"] = [tag]
    assert given_back(stack.invoke("record_delivery", changed(event, mail=mail))) == []


def test_a_report_before_our_own_write_is_given_back(stack: Stack) -> None:
    [message] = invited(stack, "a@example.org")
    assert given_back(stack.invoke("record_delivery", report("ses_delivery", message))) != []


def test_a_report_about_somebody_elses_mail_is_passed_over(stack: Stack) -> None:
    event = an_event("ses_delivery")
    body = json.loads(event["Records"][0]["body"])
    del body["mail"]["tags"]["mail"]
    event["Records"][0]["body"] = json.dumps(body)
    assert given_back(stack.invoke("record_delivery", event)) == []


def test_the_daily_run_closes_what_is_over_once(stack: Stack) -> None:
    [message] = invited(stack, "a@example.org")
    stack.clock.wait(timedelta(days=31))
    for _ in range(2):
        stack.invoke("remind", an_event("daily"))
    assert invitation(stack, message).state.value == "expired"
    assert stack.services.invitations.locks(["a@example.org"]) == {}


@pytest.mark.parametrize("hour", [8, 22, 23], ids=["by day", "until midnight", "over midnight"])
def test_an_hourly_run_sends_a_lost_mail_again_on_whichever_side_of_midnight(hour: int, stack: Stack) -> None:
    stack.clock.now = stack.clock.now.replace(hour=hour)
    [message] = invited(stack, "a@example.org")
    stack.mailer.failures.append(MailNotSent(MailState.SEND_UNCONFIRMED, MailReason.ANSWER_LOST))
    stack.invoke("send_invite", sqs_event(message))
    stack.clock.wait(timedelta(hours=1, minutes=59))
    stack.invoke("remind", an_event("hourly"))
    assert (mail_state(stack, message), stack.queued_mails()) == ("send unconfirmed", [])
    stack.clock.wait(timedelta(minutes=2))
    stack.invoke("remind", an_event("hourly"))
    assert mail_state(stack, message) == "lost"
    assert invitation(stack, message).send_number == 2
    stack.send_all()
    assert len(stack.mailer.sent) == 1
    assert given_back(stack.invoke("record_delivery", report("ses_send", message))) == []
    assert mail_state(stack, message) == "accepted"
    stack.invoke("remind", an_event("hourly"))
    assert stack.queued_mails() == []


def test_the_daily_run_sends_lost_mails_again_too(stack: Stack) -> None:
    [message] = invited(stack, "a@example.org")
    stack.mailer.failures.append(MailNotSent(MailState.SEND_UNCONFIRMED, MailReason.ANSWER_LOST))
    stack.invoke("send_invite", sqs_event(message))
    stack.clock.wait(timedelta(hours=2, minutes=1))
    stack.invoke("remind", an_event("daily"))
    assert invitation(stack, message).send_number == 2


@pytest.mark.parametrize("message", [message.kind for message in get_args(MailMessage)])
def test_a_message_about_what_nobody_knows_any_more_does_nothing(stack: Stack, message: str) -> None:
    before = stack.everything_stored()
    assert given_back(stack.invoke("send_invite", an_event(f"{message}_message"))) == []
    assert (stack.everything_stored(), stack.mailer.sent) == (before, [])
