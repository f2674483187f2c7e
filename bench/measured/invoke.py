"""`invoke <function> <event as JSON> [times]`: what Lambda does with a function, here.

One time is a cold start, which the caller measures from outside; of more, this prints microseconds per event.
"""

import importlib
import importlib.util
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FUNCTIONS = Path(__file__).parents[2] / "functions"
_FIRST_ONES = 30


@dataclass(frozen=True)
class Context:
    function_name: str = "function"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:us-east-1:123456789012:function:function"
    aws_request_id: str = "request"

    def get_remaining_time_in_millis(self) -> int:
        return 900_000


def main(function: str, event: dict[str, Any], times: int) -> None:
    handler = load(function).handler
    answer = handler(event, Context())
    if (answer or {}).get("statusCode", 200) != 200 or (answer or {}).get("batchItemFailures"):
        raise RuntimeError(f"{function} answers {answer}")
    if times == 1:
        return
    for _ in range(_FIRST_ONES):
        handler(event, Context())
    start = time.process_time()
    for _ in range(times):
        handler(event, Context())
    print(json.dumps((time.process_time() - start) / times * 1_000_000))


def load(function: str) -> Any:
    if function == "typical":
        return importlib.import_module("bench.measured.typical")
    spec = importlib.util.spec_from_file_location("app", FUNCTIONS / function / "app.py")
    assert spec  # noqa: S101  narrows the type
    assert spec.loader  # noqa: S101  narrows the type
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
