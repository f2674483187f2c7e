"""What the functions log of an error that nobody has handled: all that helps, and no value."""

import logging
import os
import subprocess
import sys
import traceback
from collections.abc import Callable
from typing import Any

import pytest

from homeroom.observability import Reported
from tests.steps.aws_clients import client
from tests.steps.aws_uses import outcome
from tests.steps.broken_services import AWS_ANSWER, FAMILY, broken
from tests.steps.far_behaviours import an_answer, serving
from tests.steps.far_end import a_far_end
from tests.steps.faults import a_drop, delivered, imported, report
from tests.steps.gateway import http_event
from tests.steps.lambda_events import an_event, sqs_event
from tests.steps.log_lines import LogLines, counts, summary
from tests.steps.stack import Stack
from tests.steps.transports import an_account, aws_by

NAME, ADDRESS = FAMILY


def a_page(path: str) -> Callable[[Stack], tuple[str, dict[str, Any]]]:
    return lambda _: http_event("GET", path, cookies=["__Host-session=" + "x" * 43, "__Host-form=" + "x" * 43])


FUNCTIONS: dict[str, Callable[[Stack], tuple[str, dict[str, Any]]]] = {
    "portal": a_page("/students"),
    "accept_invite": a_page("/answer"),
    "import_csv": lambda stack: ("import_csv", a_drop(stack, ADDRESS, name=NAME)),
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
        assert any(frame.startswith("app.py:") for frame in failed["frames"]) or "route" in line
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


def test_what_aws_itself_answers_is_in_the_errors_line(stack: Stack, log: LogLines) -> None:
    client("dynamodb").delete_table(TableName="SiteTable")
    with pytest.raises(Reported):
        stack.invoke("import_csv", a_drop(stack, ADDRESS, name=NAME))
    [line] = log.unhandled
    [answer] = line["aws"]
    assert (answer["code"], answer["operation"]) == ("ResourceNotFoundException", "GetItem")
    assert answer["request_id"]
    assert line["import"]


@pytest.mark.parametrize("event", [{"Records": None}, {"requestContext": {}}, {"Records": [NAME]}])
def test_an_event_that_is_none_is_reported_too(event: Any, stack: Stack, log: LogLines) -> None:
    with pytest.raises(Reported):
        stack.invoke("record_delivery", event)
    assert (len(log.unhandled), [line["outcome"] for line in log.invocations]) == (1, ["failed"])
    assert NAME not in log.text


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
    assert (ended["outcome"], ended["failed"]) == ("failed", ["uploads found"])
    others = [
        "years changed",
        "relations turned",
        "students moved",
        "contacts asked",
        "imports waiting",
        "mails settled",
        "information deleted",
    ]
    assert list(ended["done"]) == others


def test_of_a_batch_the_errors_line_names_the_message(
    stack: Stack, log: LogLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages = imported(stack, "a@family.example", "b@family.example")
    never_asked_for = [messages[0]["mails"][0][0], 9]
    log.clear()
    delivered(stack, messages[0], messages[1] | {"version": 2}, {**messages[0], "mails": [never_asked_for]})
    unknown, unhandled = (line for line in log.all if "message_id" in line)
    assert (unknown["message"], unknown["message_id"]) == ("unknown message", "m1")
    assert (unhandled["message"], unhandled["message_id"]) == ("unhandled", "m2")
    ended = summary(log)
    assert (ended["outcome"], ended["messages"], ended["given_back"]) == ("failed", 3, 2)
    assert "message_id" not in ended


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


def test_an_answer_that_a_library_finds_odd_is_no_line_with_a_files_name(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_far_end(serving(an_answer(b"rows", headers={"content-type": "multipart/mixed"}))) as far_end:
        an_account(monkeypatch, far_end.address)
        assert outcome("s3 open", aws_by("boto3", monkeypatch)) == "done"
    assert caplog.text == ""


def test_nothing_is_printed_but_our_own_lines() -> None:
    program = (
        "import logging, sys, warnings\n"
        "logging.basicConfig(stream=sys.stdout)\n"  # as Lambda's runtime does before it loads a function
        "from homeroom.observability import logger\n"
        f"logging.getLogger('a.library').critical({NAME!r})\n"
        f"warnings.warn({ADDRESS!r})\n"
        "logger.info('ours')\n"
    )
    environment = {"PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, env=environment)
    assert ran.stdout.count('"message":"ours"') == 1
    assert NAME not in ran.stdout
    assert ran.stderr == ""
