"""What the functions log of each invocation, and what CloudWatch counts."""

from collections.abc import Iterator

import pytest

from homeroom.domain.mail.mail import MailState
from homeroom.domain.mail.mail_reason import MailReason
from homeroom.use_cases.ports.mailer import MailNotSent
from tests.steps.broken_services import FAMILY
from tests.steps.faults import a_drop, delivered, imported, report
from tests.steps.lambda_events import Context, an_event, sqs_event
from tests.steps.log_in import an_admins_browser
from tests.steps.log_lines import LogLines, counts, summary
from tests.steps.stack import Stack

NAME, ADDRESS = FAMILY


def test_a_page_logs_its_route_its_status_and_api_gateways_request_id(stack: Stack, log: LogLines) -> None:
    admin = an_admins_browser(stack)
    log.clear()
    assert admin.get(f"/students?q={NAME}").status == 200
    page = {"outcome": "ok", "correlation_id": "EXAMPLE=", "status": 200}
    assert summary(log) == page | {"route": "GET /students"}
    log.clear()
    assert admin.get("/students/nobody").status == 404
    assert summary(log) == page | {"route": "GET /students/{id}", "status": 404}
    log.clear()
    assert stack.visitor().get(f"/i/{NAME}").status == 404
    assert summary(log) == page | {"route": "GET /i/{token}", "status": 404}
    assert NAME not in log.text


def test_only_the_first_invocation_is_a_cold_start(
    stack: Stack, log: LogLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aws_lambda_powertools.logging.logger.is_cold_start", True)
    for _ in range(3):
        stack.visitor().get("/login")
    assert [line["cold_start"] for line in log.invocations] == [True, False, False]


def test_nothing_of_one_invocation_is_left_in_the_next_ones_line(stack: Stack, log: LogLines) -> None:
    stack.invoke("import_csv", a_drop(stack))
    stack.visitor().get("/login")
    assert log.invocations[0].keys() >= {"import", "state", "rows"}
    assert not log.invocations[1].keys() & {"import", "state", "rows", "counted"}


def test_an_import_logs_its_id_its_state_and_its_rows_by_outcome(stack: Stack, log: LogLines) -> None:
    event = a_drop(stack, ADDRESS, "other@family.example", "no address", name=NAME)
    event["Records"][0]["responseElements"]["x-amz-request-id"] = "S3-1"
    stack.invoke("import_csv", event)
    [run] = stack.services.imports.newest(1)
    rows = dict(run.counts)
    assert rows["invited"] == 2
    placed = {"RowsImported": sum(rows.values()) - rows.get("failed", 0)}
    assert summary(log) == {
        "outcome": "ok",
        "correlation_id": "S3-1",
        "import": run.id,
        "state": "finished",
        "rows": rows,
        "counted": placed,
    }
    assert counts(log) == placed
    assert NAME not in log.text


def test_an_import_that_comes_again_or_goes_on_counts_no_row_twice(stack: Stack, log: LogLines) -> None:
    addresses = [f"p{n}@family.example" for n in range(150)]
    event = a_drop(stack, *addresses)
    for _ in range(2):
        stack.invoke("import_csv", event, Context(milliseconds=80_000))
        asked = iter([300_000] * 2 + [80_000] * 9)
        stack.invoke("import_csv", event, TimeRunsOut(asked))
    states = [line["state"] for line in log.invocations]
    assert "placing" in states
    stack.invoke("import_csv", event)
    stack.invoke("import_csv", event)
    assert counts(log) == {"RowsImported": 150}


class TimeRunsOut(Context):
    def __init__(self, asked: Iterator[int]) -> None:
        object.__setattr__(self, "_asked", asked)

    def get_remaining_time_in_millis(self) -> int:
        left: Iterator[int] = self._asked  # type: ignore[attr-defined]
        return next(left)


def test_a_batch_of_mails_logs_its_messages_and_counts_what_became_of_the_mails(stack: Stack, log: LogLines) -> None:
    messages = imported(stack, *(f"p{n}@family.example" for n in range(4)))
    log.clear()
    for state in (MailState.REFUSED, MailState.SEND_UNCONFIRMED):
        stack.mailer.failures.append(MailNotSent(state, MailReason.ANSWER_LOST))
    delivered(stack, *messages)
    counted = {"MailsRefused": 1, "MailsUnconfirmed": 1, "MailsSent": 2}
    batch = {"outcome": "ok", "correlation_id": "m0,m1,m2,m3", "messages": 4, "given_back": 0}
    assert summary(log) == batch | {"counted": counted}
    assert counts(log) == counted
    delivered(stack, *messages)
    assert counts(log) == counted
    assert "family.example" not in log.text


def test_reports_of_the_mail_service_count_once_what_they_say(stack: Stack, log: LogLines) -> None:
    [message] = imported(stack, ADDRESS)
    delivered(stack, message)
    log.clear()
    event = report("ses_bounce", message)
    for _ in range(2):
        stack.invoke("record_delivery", event)
    first, second = log.invocations
    message_id = event["Records"][0]["messageId"]
    for line in (first, second):
        assert (line["correlation_id"], line["messages"], line["given_back"]) == (message_id, 1, 0)
    assert counts(log) == {"MailsBounced": 1}
    assert ADDRESS not in log.text


def test_a_scheduled_run_logs_each_operation_and_all_together(stack: Stack, log: LogLines) -> None:
    stack.invoke("remind", an_event("hourly"))
    before = (
        "years changed",
        "relations turned",
        "students moved",
        "uploads found",
        "contacts asked",
        "imports waiting",
    )
    done: dict[str, object] = dict.fromkeys(before, 0)
    done |= {"mails settled": {"waiting": 0, "lost": 0}, "information deleted": 0}
    run = {"outcome": "ok", "correlation_id": "request", "run": "hourly", "done": done, "failed": []}
    assert summary(log) == run
    assert [line["operation"] for line in log.all if line["message"] == "operation"] == list(done)
    log.clear()
    stack.invoke("remind", an_event("daily"))
    assert summary(log).items() >= {"run": "daily", "failed": []}.items()
    assert set(summary(log)["done"]) > set(done)


def test_a_bulk_resend_logs_whether_it_is_done(stack: Stack, log: LogLines) -> None:
    stack.invoke("import_csv", sqs_event({"kind": "bulk_resend", "version": 1}))
    assert summary(log).keys() == {"outcome", "correlation_id", "bulk_resend"}
