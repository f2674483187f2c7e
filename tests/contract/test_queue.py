"""Our own queues: mails to send, and imports to begin or to go on with."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse

from homeroom.adapters.aws_clients import Aws
from homeroom.adapters.backoff import TRIES
from homeroom.adapters.errors import ServiceFailed
from homeroom.adapters.sqs import SqsInviteQueue
from homeroom.domain.audit.audit_entry import AuditAction
from homeroom.domain.imports.upload import Upload
from homeroom.settings import Settings
from homeroom.use_cases.ports.invite_queue import AccountNews
from tests.steps.aws_answers import Script, answer_of, answering, json_of, scripted
from tests.steps.ports import Ports


def test_every_mail_asked_for_is_queued(services: Ports) -> None:
    mails = [(f"i{number}", number) for number in range(1, 36)]
    services.queue.put(mails)
    assert sorted(services.queued()) == sorted(mails)


def test_no_mails_are_nothing_to_queue(services: Ports) -> None:
    services.queue.put([])
    assert services.queued() == []


def test_an_import_asked_for_is_queued_as_exactly_this_version(services: Ports) -> None:
    upload = Upload(bucket="uploads", key="uploads/é +%2B.csv", object_version="v1")
    services.import_queue.put(upload)
    assert services.queued_imports() == [upload]


def test_a_file_of_contacts_is_asked_for_by_a_message_that_names_it(services: Ports) -> None:
    services.import_queue.put_export("export-1")
    assert services.queued_exports() == ["export-1"]


def test_site_admins_are_told_of_an_import_by_a_message_that_names_it(services: Ports) -> None:
    services.queue.put_notice("import-1")
    assert services.queued_notices() == ["import-1"]


def test_an_email_that_logs_in_is_asked_for_by_user_and_number_and_a_new_password_told_of_by_user_and_moment(
    services: Ports,
) -> None:
    services.queue.put_log_in("user-1", 3)
    services.queue.put_password_set("user-2", datetime(2026, 9, 1, tzinfo=UTC))
    assert sorted(services.queued_emails(), key=lambda message: str(message["kind"])) == [
        {"kind": "log_in", "version": 1, "user_id": "user-1", "number": 3},
        {"kind": "password_set", "version": 1, "user_id": "user-2", "set_at": 1788220800},
    ]


def test_a_test_of_the_invitation_is_asked_for_by_user_and_moment(services: Ports) -> None:
    services.queue.put_sample("user-1", datetime(2026, 9, 1, tzinfo=UTC))
    assert services.queued_emails() == [{"kind": "sample", "version": 1, "user_id": "user-1", "asked_at": 1788220800}]


def test_emails_about_a_new_address_are_asked_for_by_contact_and_number_without_the_address(services: Ports) -> None:
    services.queue.put_new_address("contact-1", 3)
    services.queue.put_address_changed("contact-2", 4)
    assert sorted(services.queued_emails(), key=lambda message: str(message["kind"])) == [
        {"kind": "address_changed", "version": 1, "contact_id": "contact-2", "number": 4},
        {"kind": "new_address", "version": 1, "contact_id": "contact-1", "number": 3},
    ]


def test_emails_about_site_admins_are_asked_for_by_ids_without_an_address(services: Ports) -> None:
    services.queue.put_admin_invitation("invitation-1", 2)
    news = AccountNews(AuditAction.ADMIN_REMOVED, "user-1", datetime(2026, 9, 1, tzinfo=UTC), "user-2")
    services.queue.put_account_news(news)
    told = {"kind": "account_news", "version": 1, "action": "admin_removed", "user_id": "user-1", "about": "user-2"}
    assert sorted(services.queued_emails(), key=lambda message: str(message["kind"])) == [
        told | {"at": 1788220800},
        {"kind": "admin_invitation", "version": 1, "invitation_id": "invitation-1", "number": 2},
    ]


def test_contacts_that_a_campaign_asks_are_queued_by_id_few_in_a_message(services: Ports) -> None:
    contacts = [f"contact-{number:02}" for number in range(1, 13)]
    services.queue.put_confirm_contacts("000007", 2, contacts)
    messages = services.queued_emails()
    assert {(one["kind"], one["version"], one["campaign_id"], one["number"]) for one in messages} == {
        ("confirm_contact", 1, "000007", 2)
    }
    assert sorted(contact for one in messages for contact in one["contact_ids"]) == contacts


# ------------------------------------------------------------ answers of SQS that moto never gives
SETTINGS = Settings({"INVITE_QUEUE_URL": "https://sqs.example/queue"})


@pytest.fixture
def sqs(aws: Aws) -> Iterator[Script]:
    with scripted() as script:
        yield script


@pytest.mark.parametrize(("delay", "seconds"), [(0.0, 0), (0.2, 1), (60.0, 60), (3600.0, 900)])
def test_mails_asked_for_later_are_delayed_in_whole_seconds_as_long_as_sqs_takes(
    delay: float, seconds: int, sqs: Script, aws: Aws
) -> None:
    entry = {
        "Id": "0",
        "MessageBody": '{"kind": "invite", "version": 1, "mails": [["i1", 1]]}',
        "DelaySeconds": seconds,
    }
    expected = {"QueueUrl": SETTINGS.invite_queue_url, "Entries": [entry]}
    sqs.answers("SendMessageBatch", {"Successful": [], "Failed": []}, expected)
    SqsInviteQueue(aws, SETTINGS).put([("i1", 1)], timedelta(seconds=delay))


def failed(*entries: tuple[str, bool]) -> dict[str, Any]:
    failures = [{"Id": i, "SenderFault": fault, "Code": "InternalError"} for i, fault in entries]
    return {"Successful": [], "Failed": failures}


MAILS = [(f"i{number}", 1) for number in range(15)]
"""As many as make two messages."""


def test_messages_that_sqs_did_not_take_are_sent_again_alone(aws: Aws) -> None:
    bodies: list[Any] = []

    def answer(request: AWSPreparedRequest) -> AWSResponse:
        bodies.append(json_of(request)["Entries"])
        return answer_of(200, failed(("1", False)) if len(bodies) == 1 else failed())

    with answering(answer):
        SqsInviteQueue(aws, SETTINGS).put(MAILS)
    assert [[entry["Id"] for entry in entries] for entries in bodies] == [["0", "1"], ["1"]]


def test_messages_that_sqs_never_takes_are_an_error(aws: Aws, sqs: Script) -> None:
    for _ in range(TRIES):
        sqs.answers("SendMessageBatch", failed(("0", False)))
    with pytest.raises(ServiceFailed):
        SqsInviteQueue(aws, SETTINGS).put(MAILS)


def test_messages_that_sqs_refuses_are_an_error_at_once(aws: Aws, sqs: Script) -> None:
    sqs.answers("SendMessageBatch", failed(("0", True)))
    with pytest.raises(ServiceFailed, match="InternalError"):
        SqsInviteQueue(aws, SETTINGS).put(MAILS)
