"""Processes: the stand-in, and those that are measured against it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from bench.environment import ENVIRONMENT
from bench.files import a_file

ROOT = Path(__file__).parent.parent
WARM_UP = "uploads/warm-up.csv"


@dataclass(frozen=True)
class Aws:
    """The stand-in, as the bench sees it."""

    port: int

    def reset(self, *, forgets: bool = False) -> None:
        """Nothing is there but a file of one row, to warm up with."""
        self._ask("POST", "/-/reset", b"forgets" if forgets else b"")
        self.put_file(WARM_UP, a_file(1, "2025-2026", "warm"))

    def calls(self) -> dict[str, int]:
        """Calls by name since this was last asked."""
        found: dict[str, int] = json.loads(self._ask("GET", "/-/calls"))
        return found

    def put_file(self, key: str, body: bytes) -> None:
        self._ask("PUT", f"/uploads/{key}", body)

    def put_item(self, table: str, item: dict[str, Any]) -> None:
        body = json.dumps({"TableName": table, "Item": item}).encode()
        self._ask("POST", "/", body, {"X-Amz-Target": "DynamoDB_20120810.PutItem"})

    def _ask(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> bytes:
        connection = HTTPConnection("127.0.0.1", self.port)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse().read()
        connection.close()
        return answer


@contextmanager
def stand_in() -> Iterator[Aws]:
    process = subprocess.Popen([sys.executable, "-m", "bench.stand_in"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout  # noqa: S101  narrows the type
        yield Aws(int(process.stdout.readline()))
    finally:
        process.terminate()
        process.wait()


def run(aws: Aws, module: str, *arguments: str) -> Any:
    """What a measured process prints of itself, as its last line: handlers print their log before."""
    _, printed = _run(aws, module, arguments)
    return json.loads(printed.rstrip().rpartition("\n")[2])


def cpu_of(aws: Aws, module: str, *arguments: str) -> float:
    """User and system time of a whole process from its start to its end, in seconds."""
    seconds, _ = _run(aws, module, arguments)
    return seconds


def _run(aws: Aws, module: str, arguments: tuple[str, ...]) -> tuple[float, str]:
    process = subprocess.Popen(
        [sys.executable, "-m", f"bench.measured.{module}", *arguments],
        cwd=ROOT,
        env=_environment(aws),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout  # noqa: S101  narrows the type
    printed = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{module} failed")
    return used.ru_utime + used.ru_stime, printed


def _environment(aws: Aws) -> dict[str, str]:
    """Nothing of the caller's but where programs are: the bench must not find anybody's AWS account."""
    return {
        **ENVIRONMENT,
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "layers" / "common"), str(ROOT)]),
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{aws.port}",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }
