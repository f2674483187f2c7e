"""What Lambda gives a function: an event, and a context."""

import json
from dataclasses import dataclass
from typing import Any

from tests.steps.project import ROOT


def an_event(name: str) -> dict[str, Any]:
    """One of the sample events."""
    event: dict[str, Any] = json.loads((ROOT / "events" / f"{name}.json").read_text())
    return event


def sqs_event(*messages: dict[str, Any]) -> dict[str, Any]:
    record = an_event("invite_message")["Records"][0]
    bodies = enumerate(map(json.dumps, messages))
    return {"Records": [record | {"messageId": f"m{number}", "body": body} for number, body in bodies]}


@dataclass(frozen=True)
class Context:
    """As much of Lambda's context as anything looks at."""

    milliseconds: int = 900_000
    function_name: str = "function"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:us-east-1:123456789012:function:function"
    aws_request_id: str = "request"

    def get_remaining_time_in_millis(self) -> int:
        return self.milliseconds
