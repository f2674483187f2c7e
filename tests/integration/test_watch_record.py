"""The stream of the record of who did what: nothing but new entries and old age goes by without an alarm."""

from typing import Any

import pytest

from tests.steps.lambda_events import Context, an_event
from tests.steps.log_lines import LogLines, counts, summary
from tests.steps.project import load_app
from tests.steps.template import RESOURCES, TEMPLATE


def reported(*changes: dict[str, Any]) -> None:
    load_app("watch_record").handler({"Records": list(changes)}, Context())


def change(name: str, **other: Any) -> dict[str, Any]:
    [one] = an_event(name)["Records"]
    return {**one, **other}


def test_a_changed_entry_is_counted_in_the_metric_that_the_alarm_watches(log: LogLines) -> None:
    reported(change("record_changed"))
    alarm = RESOURCES["RecordChanged"]["Properties"]
    [line] = log.metrics
    [directive] = line["_aws"]["CloudWatchMetrics"]
    assert directive["Namespace"] == alarm["Namespace"]
    assert directive["Dimensions"] == [[dimension["Name"] for dimension in alarm["Dimensions"]]]
    assert line[alarm["MetricName"]] == [1.0]
    stack = TEMPLATE["Globals"]["Function"]["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"]
    assert [dimension["Value"] for dimension in alarm["Dimensions"]] == [stack]
    assert (alarm["Threshold"], alarm["ComparisonOperator"]) == (0, "GreaterThanThreshold")


def test_an_entry_that_somebody_deletes_is_counted(log: LogLines) -> None:
    by_hand = change("record_changed", eventName="REMOVE")
    by_role = change("record_aged", userIdentity={"type": "AssumedRole", "principalId": "AROA:somebody"})
    reported(by_hand, by_role, change("record_aged"))
    assert counts(log) == {"RecordChanged": 2}
    assert summary(log).items() >= {"changes": 3, "changed": 2, "outcome": "ok"}.items()


@pytest.mark.parametrize(
    "harmless", [change("record_aged"), change("record_changed", eventName="INSERT")], ids=["aged", "new"]
)
def test_an_entry_that_has_come_to_its_age_and_one_that_is_new_are_none_of_its_business(
    harmless: dict[str, Any], log: LogLines
) -> None:
    reported(harmless)
    assert (counts(log), len(log.all)) == ({}, 1)


def test_a_change_of_an_entry_counts_whoever_claims_to_be_old_age(log: LogLines) -> None:
    reported(change("record_aged", eventName="MODIFY"))
    assert counts(log) == {"RecordChanged": 1}


def test_the_log_says_which_entry_by_its_keys(log: LogLines) -> None:
    reported(change("record_changed"))
    [line] = [line for line in log.all if line.get("message") == "record changed"]
    assert (line["level"], line["change"]) == ("ERROR", "MODIFY")
    assert line["keys"] == {"pk": "ENTRIES", "sk": "2026-09-01T08:00:00.000000+00:00#0123456789abcdef01234567"}
