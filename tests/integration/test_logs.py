"""What the six functions log: a line for each invocation, a line for each error, and what CloudWatch counts."""

import logging
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from homeroom.domain.mail.mail import MailState
from homeroom.domain.mail.mail_reason import MailReason
from homeroom.observability import Reported
from homeroom.use_cases.ports.mailer import MailNotSent
from tests.steps.broken_services import AWS_ANSWER, FAMILY, broken
from tests.steps.faults import HEADER, delivered, imported, report
from tests.steps.gateway import http_event
from tests.steps.lambda_events import Context, an_event, sqs_event
from tests.steps.log_in import an_admins_browser
from tests.steps.log_lines import LogLines, captured_log
from tests.steps.stack import Stack

NAME, ADDRESS = FAMILY
OF_LAMBDA = {
    "level": "INFO",
    "message": "invocation",
    "function_name": "function",
    "function_memory_size": 512,
    "function_arn": "arn:aws:lambda:us-east-1:123456789012:function:function",
    "function_request_id": "request",
}


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[LogLines]:
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "lincoln")
    with captured_log() as log:
        yield log


def summary(log: LogLines) -> dict[str, Any]:
    """Of the only invocation since the log was cleared: what the function itself says."""
    [line] = log.invocations
    assert line.items() >= OF_LAMBDA.items()
    assert line.keys() >= {"cold_start", "duration_ms", "timestamp", "service"}
    assert line["duration_ms"] >= 0
    of_all = OF_LAMBDA.keys() | {"cold_start", "duration_ms", "timestamp", "service"}
    return {key: value for key, value in line.items() if key not in of_all}


def counts(log: LogLines) -> dict[str, float]:
    """What CloudWatch adds up."""
    counted: dict[str, float] = {}
    for line in log.metrics:
        assert line["service"] == "lincoln"
        [directive] = line["_aws"]["CloudWatchMetrics"]
        assert (directive["Namespace"], directive["Dimensions"]) == ("Homeroom", [["service"]])
        for metric in directive["Metrics"]:
            assert metric["Unit"] == "Count"
            counted[metric["Name"]] = counted.get(metric["Name"], 0) + sum(line[metric["Name"]])
    return counted


def a_drop(stack: Stack, *addresses: str, key: str = f"uploads/{NAME}.csv") -> dict[str, Any]:
    rows = "".join(f"2026-2027,3-A,{NAME} {n},Kind,{address}\n" for n, address in enumerate(addresses))
    return stack.put(key, (HEADER + rows).encode())


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
    event = a_drop(stack, ADDRESS, "other@family.example", "no address")
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
    addresses = [f"p{n}@family.example" for n in range(700)]
    event = a_drop(stack, *addresses)
    for _ in range(2):
        stack.invoke("import_csv", event, Context(milliseconds=80_000))
        asked = iter([300_000] * 2 + [80_000] * 9)
        stack.invoke("import_csv", event, TimeRunsOut(asked))
    states = [line["state"] for line in log.invocations]
    assert "placing" in states
    stack.invoke("import_csv", event)
    stack.invoke("import_csv", event)
    assert counts(log) == {"RowsImported": 700}


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


def test_a_report_that_comes_before_our_own_write_is_a_warning(stack: Stack, log: LogLines) -> None:
    [message] = imported(stack, ADDRESS)
    log.clear()
    event = report("ses_delivery", message)
    stack.invoke("record_delivery", event)
    [line] = log.unhandled
    assert (line["level"], line["error"]) == ("WARNING", "NotFound")
    assert line["message_id"] == event["Records"][0]["messageId"]
    assert summary(log) == {
        "outcome": "failed",
        "correlation_id": event["Records"][0]["messageId"],
        "messages": 1,
        "given_back": 1,
    }


def test_a_scheduled_run_logs_each_operation_and_all_together(stack: Stack, log: LogLines) -> None:
    stack.invoke("remind", an_event("hourly"))
    done = {"uploads found": 0, "mails settled": {"waiting": 0, "lost": 0}}
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


def a_page(path: str) -> Callable[[Stack], tuple[str, dict[str, Any]]]:
    return lambda _: http_event("GET", path, cookies=["__Host-session=" + "x" * 43, "__Host-form=" + "x" * 43])


FUNCTIONS: dict[str, Callable[[Stack], tuple[str, dict[str, Any]]]] = {
    "portal": a_page("/students"),
    "accept_invite": a_page("/answer"),
    "import_csv": lambda stack: ("import_csv", a_drop(stack, ADDRESS)),
    "send_invite": lambda _: ("send_invite", sqs_event({"kind": "invite", "version": 1, "mails": [["a", 1]]})),
    "record_delivery": lambda _: ("record_delivery", an_event("ses_bounce")),
    "remind": lambda _: ("remind", an_event("daily")),
}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_an_unhandled_error_is_logged_with_all_that_helps_and_no_value(
    stack: Stack, function: str, log: LogLines, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "aws_lambda_powertools")  # its batches say at this level what went wrong
    called, event = FUNCTIONS[function](stack)
    assert called == function
    stack.services = broken(stack.services)
    left = leaves(lambda: stack.invoke(function, event))
    assert log.unhandled
    for line in log.unhandled:
        assert (line["level"], line["error"], line["aws"]) == ("ERROR", "ServiceFailed", [AWS_ANSWER])
        assert line["function_request_id"] == "request"
        failed, refused = line["trace"]
        assert (failed["error"], refused["error"]) == ("ServiceFailed", "ClientError")
        assert any(frame.startswith("homeroom/use_cases/") for frame in failed["frames"])
        assert failed["frames"][-1] == line["place"]
    [ended] = log.invocations
    assert ended["outcome"] == "failed"
    for printed in (log.text, caplog.text, left):
        assert NAME not in printed
        assert ADDRESS not in printed


def leaves(invocation: Callable[[], object]) -> str:
    """What Lambda prints of an exception that leaves the handler."""
    try:
        invocation()
    except Reported as error:
        return "".join(traceback.format_exception(error))
    return ""


def test_a_broken_page_is_counted_and_its_errors_line_has_the_route(stack: Stack, log: LogLines) -> None:
    stack.services = broken(stack.services)
    function, event = a_page("/students")(stack)
    for _ in range(2):
        log.clear()
        assert stack.invoke(function, event)["statusCode"] == 500
        assert summary(log).items() >= {"status": 500, "route": "GET /students", "counted": {"PagesFailed": 1}}.items()
        assert counts(log) == {"PagesFailed": 1}
        assert {line["route"] for line in log.unhandled} == {"GET /students"}


def test_a_page_that_cannot_even_say_so_is_counted_too(
    stack: Stack, log: LogLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object) -> None:
        raise ValueError(ADDRESS)

    monkeypatch.setattr("homeroom.web.core.app.render_page", break_down)
    with pytest.raises(Reported, match=r"^ValueError$"):
        stack.visitor().get("/login")
    assert counts(log) == {"PagesFailed": 1}
    assert summary(log).items() >= {"status": 500, "outcome": "failed"}.items()
    assert ADDRESS not in log.text


def test_a_scheduled_run_names_what_failed_and_does_the_rest(
    stack: Stack, log: LogLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stack.services.files, "kept", broken(stack.services).files.kept)
    with pytest.raises(Reported, match=r"^uploads found$"):
        stack.invoke("remind", an_event("hourly"))
    [line] = log.unhandled
    assert (line["operation"], line["run"]) == ("uploads found", "hourly")
    ended = summary(log)
    assert (ended["outcome"], ended["failed"], list(ended["done"])) == ("failed", ["uploads found"], ["mails settled"])


def test_of_a_batch_the_errors_line_names_the_message(
    stack: Stack, log: LogLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages = imported(stack, "a@family.example", "b@family.example")
    log.clear()
    delivered(stack, messages[0], messages[1] | {"version": 2}, {**messages[0], "mails": [["nobody", 1]]})
    unknown, unhandled = (line for line in log.all if "message_id" in line)
    assert (unknown["message"], unknown["message_id"]) == ("unknown message", "m1")
    assert (unhandled["message"], unhandled["message_id"]) == ("unhandled", "m2")
    ended = summary(log)
    assert (ended["outcome"], ended["messages"], ended["given_back"]) == ("failed", 3, 2)
    assert "message_id" not in ended
