"""Send the mails that an import has queued, each with one call to SES, as the queue gives them to Lambda.

The first message, of the warm-up's file, is not counted. Prints seconds of CPU and the number of mails.
"""

import json
import os
import time
from typing import Any
from urllib.request import urlopen

from bench.measured.invoke import Context, load

_MESSAGES_IN_AN_EVENT = 2  # as template.yaml says


def main() -> None:
    aws = os.environ["AWS_ENDPOINT_URL"]
    with urlopen(f"{aws}/-/messages") as answer:  # noqa: S310
        first, *messages = json.load(answer)
    handler = load("send_invite").handler
    _send(handler, [first])
    some = [messages[n : n + _MESSAGES_IN_AN_EVENT] for n in range(0, len(messages), _MESSAGES_IN_AN_EVENT)]
    urlopen(f"{aws}/-/calls").close()  # noqa: S310  count from here
    start = time.process_time()
    for bodies in some:
        _send(handler, bodies)
    cpu = time.process_time() - start
    print(json.dumps({"cpu": cpu, "mails": sum(len(json.loads(message)["mails"]) for message in messages)}))


def _send(handler: Any, bodies: list[str]) -> None:
    records = [
        {"messageId": str(n), "eventSource": "aws:sqs", "awsRegion": "us-east-1", "attributes": {}, "body": body}
        for n, body in enumerate(bodies)
    ]
    if (answer := handler({"Records": records}, Context()))["batchItemFailures"]:
        raise RuntimeError(f"send_invite answers {answer}")


if __name__ == "__main__":
    main()
