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
