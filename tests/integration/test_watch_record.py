"""The stream of the record of who did what: nothing but new entries and old age goes by without an alarm."""

import json
from typing import Any

import pytest

from tests.steps.lambda_events import Context, an_event
from tests.steps.project import load_app
from tests.steps.template import RESOURCES, TEMPLATE, functions

NAMESPACE, SERVICE = "homeroom-site", "homeroom"


@pytest.fixture
def function(monkeypatch: pytest.MonkeyPatch) -> Any:
    """As template.yaml has it run."""
    environment = functions()["WatchRecordFunction"]["Environment"]["Variables"]
    assert environment == {"POWERTOOLS_METRICS_NAMESPACE": {"Ref": "AWS::StackName"}}
    assert TEMPLATE["Globals"]["Function"]["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"] == SERVICE
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", NAMESPACE)
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", SERVICE)
    return load_app("watch_record")


def reported(function: Any, capsys: pytest.CaptureFixture[str], *records: dict[str, Any]) -> list[Any]:
    """What the function prints for CloudWatch's metrics."""
    function.handler({"Records": list(records)}, Context())
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return [line for line in lines if "_aws" in line]


def record(name: str, **other: Any) -> dict[str, Any]:
    [one] = an_event(name)["Records"]
    return {**one, **other}


def test_a_changed_entry_is_counted_in_the_metric_that_the_alarm_watches(
    function: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    [line] = reported(function, capsys, record("record_changed"))
    alarm = RESOURCES["RecordChanged"]["Properties"]
    assert alarm["Namespace"] == {"Ref": "AWS::StackName"}
    assert line[alarm["MetricName"]] == [1.0]
    [metric] = line["_aws"]["CloudWatchMetrics"]
    assert metric["Namespace"] == NAMESPACE
    assert metric["Dimensions"] == [[dimension["Name"] for dimension in alarm["Dimensions"]]]
    assert [line[d["Name"]] for d in alarm["Dimensions"]] == [d["Value"] for d in alarm["Dimensions"]]
    assert (alarm["Threshold"], alarm["ComparisonOperator"]) == (0, "GreaterThanThreshold")


def test_an_entry_that_somebody_deletes_is_counted(function: Any, capsys: pytest.CaptureFixture[str]) -> None:
    by_hand = record("record_changed", eventName="REMOVE")
    by_role = record("record_aged", userIdentity={"type": "AssumedRole", "principalId": "AROA:somebody"})
    [line] = reported(function, capsys, by_hand, by_role)
    assert line["RecordChanged"] == [2.0]


def test_an_entry_that_has_come_to_its_age_and_one_that_is_new_are_none_of_its_business(
    function: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert reported(function, capsys, record("record_aged"), record("record_changed", eventName="INSERT")) == []


def test_a_change_of_an_entry_counts_whoever_claims_to_be_old_age(
    function: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    [line] = reported(function, capsys, record("record_aged", eventName="MODIFY"))
    assert line["RecordChanged"] == [1.0]


def test_the_log_says_which_entry_by_its_keys(function: Any, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("ERROR"):
        function.handler({"Records": [record("record_changed")]}, Context())
    [line] = [line for line in caplog.records if line.message == "record changed"]
    assert line.__dict__["change"] == "MODIFY"
    assert line.__dict__["keys"] == {"pk": "ENTRIES", "sk": "2026-09-01T08:00:00.000000+00:00#0123456789abcdef01234567"}
