"""What several tests of faults share."""

import json
from typing import Any

from tests.steps.lambda_events import an_event, sqs_event
from tests.steps.stack import Stack

HEADER = "year,class_code,student_last_name,student_first_name,parent_email\n"


def a_drop(stack: Stack, *addresses: str, name: str = "Muster") -> dict[str, Any]:
    """S3's event about a file of this name, with a student of this name for each address."""
    rows = "".join(f"2026-2027,3-A,{name} {n},Kind,{address}\n" for n, address in enumerate(addresses))
    return stack.put(f"uploads/{name}.csv", (HEADER + rows).encode())


def imported(stack: Stack, *addresses: str, key: str = "uploads/new.csv") -> list[dict[str, Any]]:
    """Import a student for each address; the messages that ask for their mails, one for each mail."""
    rows = "".join(f"2026-2027,3-A,Muster {n},Kind,{address}\n" for n, address in enumerate(addresses))
    stack.invoke("import_csv", stack.put(key, (HEADER + rows).encode()))
    return [{"kind": "invite", "version": 1, "mails": [mail]} for mail in stack.queued_mails()]


def given_back(answer: Any) -> list[str]:
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def delivered(stack: Stack, *messages: dict[str, Any]) -> list[str]:
    """What send_invite gives back to the queue of these."""
    return given_back(stack.invoke("send_invite", sqs_event(*messages)))


def report(name: str, message: dict[str, Any], **bounce: str) -> dict[str, Any]:
    """A sample report, about the mail of this message."""
    event = an_event(name)
    body = json.loads(event["Records"][0]["body"])
    body["mail"]["tags"]["mail"] = ["-".join(map(str, message["mails"][0]))]
    if bounce:
        body["bounce"] |= bounce
    event["Records"][0]["body"] = json.dumps(body)
    return event
