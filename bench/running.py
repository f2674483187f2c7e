"""Processes: the stand-in, and those that are measured against it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import botocore

from bench.environment import ENVIRONMENT
from bench.files import a_file
from tests.steps.authority import Authority

ROOT = Path(__file__).parent.parent
PEERS = Path("bench/peers/requirements.txt")
PEERS_VENV = Path(".venv-bench")
WARM_UP = "uploads/warm-up.csv"


@dataclass(frozen=True)
class Aws:
    """The stand-in, as the bench sees it. `authorities` is a file of those to trust, of a stand-in that speaks TLS."""

    port: int
    authorities: str = ""

    @property
    def endpoint(self) -> str:
        return f"{'https' if self.authorities else 'http'}://127.0.0.1:{self.port}"

    def reset(self, *, forgets: bool = False) -> None:
        """Nothing is there but a file of one row, to warm up with."""
        self._ask("POST", "/-/reset", b"forgets" if forgets else b"")
        self.put_file(WARM_UP, a_file(1, "2027-2028", "warm"))

    def calls(self) -> dict[str, int]:
        """Calls by name since this was last asked."""
        counts: dict[str, int] = json.loads(self._ask("GET", "/-/calls"))
        return counts

    def messages(self) -> list[str]:
        """Those queued in batches since the last reset."""
        messages: list[str] = json.loads(self._ask("GET", "/-/messages"))
        return messages

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
def stand_in(certificate: str = "", authorities: str = "") -> Iterator[Aws]:
    """`certificate` is the file of one that speaks TLS."""
    command = [sys.executable, "-m", "bench.stand_in", certificate]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout  # noqa: S101  narrows the type
        yield Aws(int(process.stdout.readline()), authorities)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def secure_stand_in() -> Iterator[Aws]:
    """Its authority is one more than those that botocore trusts: reading them all is most of a first call."""
    with TemporaryDirectory() as folder:
        authority, authorities = Authority(Path(folder)), Path(folder) / "authorities.pem"
        authority.server()
        trusted = Path(botocore.__file__).parent / "cacert.pem"
        authorities.write_bytes(trusted.read_bytes() + Path(authority.bundle).read_bytes())
        with stand_in(str(Path(folder) / "server.pem"), str(authorities)) as aws:
            yield aws


def run(aws: Aws, module: str, *arguments: str) -> Any:
    """What a measured process prints of itself, as its last line: handlers print their log before."""
    _, printed = _run(aws, module, arguments)
    return json.loads(printed.rstrip().rpartition("\n")[2])


def cpu_of(aws: Aws, module: str, *arguments: str) -> float:
    """User and system time of a whole process from its start to its end, in seconds."""
    seconds, _ = _run(aws, module, arguments)
    return seconds


def cpu_until_killed(aws: Aws, seconds: float, module: str, *arguments: str) -> float:
    """The same of a process that is killed after so many seconds, whatever it is doing."""
    process = _start(aws, module, arguments)
    time.sleep(seconds)
    process.kill()
    printed, code, cpu = _end(process)
    if code != -signal.SIGKILL:
        raise RuntimeError(f"{module} was over before it was killed: {printed}")
    return cpu


def run_peer(module: str, *arguments: str) -> Any:
    """What a process with packages of its own prints of itself. It knows of nothing but the bench's files."""
    printed = subprocess.check_output(
        [str(ROOT / PEERS_VENV / "bin" / "python"), "-m", f"bench.peers.{module}", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT)},
        text=True,
    )
    return json.loads(printed)


def install_peers() -> None:
    """Say what is fetched; nothing when it is there already."""
    subprocess.run([sys.executable, "-m", "local.install", PEERS_VENV, PEERS], cwd=ROOT, check=True)


def _run(aws: Aws, module: str, arguments: tuple[str, ...]) -> tuple[float, str]:
    printed, code, cpu = _end(_start(aws, module, arguments))
    if code:
        raise RuntimeError(f"{module} failed")
    return cpu, printed


def _start(aws: Aws, module: str, arguments: tuple[str, ...]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", f"bench.measured.{module}", *arguments],
        cwd=ROOT,
        env=_environment(aws),
        stdout=subprocess.PIPE,
        text=True,
    )


def _end(process: "subprocess.Popen[str]") -> tuple[str, int, float]:
    """What it printed, its exit code, and its user and system time in seconds."""
    assert process.stdout  # noqa: S101  narrows the type
    with process.stdout as stdout:
        printed = stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return printed, process.returncode, used.ru_utime + used.ru_stime


def _environment(aws: Aws) -> dict[str, str]:
    """Nothing of the caller's but where programs are: the bench must not find anybody's AWS account."""
    return {
        **ENVIRONMENT,
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "layers" / "common"), str(ROOT)]),
        "AWS_ENDPOINT_URL": aws.endpoint,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        **({"AWS_CA_BUNDLE": aws.authorities} if aws.authorities else {}),
    }
