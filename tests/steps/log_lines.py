"""What functions print, read back."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from io import StringIO
from typing import Any

import pytest
from aws_lambda_powertools.metrics.provider.cloudwatch_emf import cloudwatch

from homeroom.observability import logger

OF_LAMBDA = {
    "level": "INFO",
    "message": "invocation",
    "function_name": "function",
    "function_memory_size": 512,
    "function_arn": "arn:aws:lambda:us-east-1:123456789012:function:function",
    "function_request_id": "request",
}


class LogLines:
    def __init__(self, output: StringIO) -> None:
        self._output = output

    @property
    def text(self) -> str:
        return self._output.getvalue()

    @property
    def all(self) -> list[dict[str, Any]]:
        """Every line must be JSON."""
        return [json.loads(line) for line in self.text.splitlines()]

    @property
    def invocations(self) -> list[dict[str, Any]]:
        return [line for line in self.all if line.get("message") == "invocation"]

    @property
    def unhandled(self) -> list[dict[str, Any]]:
        return [line for line in self.all if line.get("message") == "unhandled"]

    @property
    def metrics(self) -> list[dict[str, Any]]:
        return [line for line in self.all if "_aws" in line]

    def clear(self) -> None:
        self._output.seek(0)
        self._output.truncate()


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


@contextmanager
def captured_log() -> Iterator[LogLines]:
    """Lines of the logger, which keeps the stdout that was there when it was made, and of metrics, which are printed.
    Not by `redirect_stdout`: pytest puts its own stdout in place for each test.
    """
    output = StringIO()
    before = logger.registered_handler.setStream(output)  # type: ignore[attr-defined]
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(cloudwatch, "print", partial(print, file=output), raising=False)
            yield LogLines(output)
    finally:
        logger.registered_handler.setStream(before)  # type: ignore[attr-defined]
