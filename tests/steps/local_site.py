"""A whole local run for tests: `python -m local` on free ports, in a folder of its own, stopped by SIGTERM."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.steps.project import ROOT

START_SECONDS = 60
STOP_SECONDS = 60


class LocalSite:
    """A running site. `url` and `aws_endpoint` have no slash at the end; `outputs` are the stack's."""

    def __init__(self, state: Path, *, demo: bool = True) -> None:
        """Start in this folder, which may hold what an earlier run stored, and wait until the site is ready. Without
        `demo` it begins with a Site Admin and no school.
        """
        self.state, self._demo = state, demo
        self._port, self._aws_port = _free_port(), _free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self.aws_endpoint = f"http://127.0.0.1:{self._aws_port}"
        self._start()

    @property
    def outputs(self) -> dict[str, str]:
        outputs: dict[str, str] = json.loads((self.state / "outputs.json").read_text())
        return outputs

    @property
    def process_id(self) -> int:
        return self._process.pid

    def mails(self) -> list[dict[str, Any]]:
        """All sent mail, newest last, as /_local/mail.json promises it."""
        with urllib.request.urlopen(f"{self.url}/_local/mail.json", timeout=10) as answer:
            mails: list[dict[str, Any]] = json.load(answer)
            return mails

    def wait_for_mail(self, to: str, count: int = 1, timeout: float = 20) -> list[dict[str, Any]]:
        """The mails to an address as soon as there are `count` of them. Raises TimeoutError after `timeout` seconds."""

        def arrived() -> list[dict[str, Any]]:
            return [mail for mail in self.mails() if to in mail["to"]]

        wait_until(lambda: len(arrived()) >= count, f"{count} mail(s) to {to}", timeout)
        return arrived()

    def aws(self, service: Any, **credentials: str) -> Any:
        """A boto3 client for the site's AWS endpoint; without `credentials` as its owner."""
        from boto3 import client

        make_client: Any = client
        keys = credentials or {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
        return make_client(service, endpoint_url=self.aws_endpoint, region_name="us-east-1", **keys)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask the run to stop and wait for it; its exit code."""
        if self._process.poll() is None:
            self._process.send_signal(number)
        return self._process.wait(STOP_SECONDS)

    def log(self) -> str:
        """What the run printed, and the last lines of what the functions and the emulator did."""
        log = self.state / "aws.log"
        last = log.read_text(errors="replace").splitlines()[-100:] if log.exists() else []
        return "\n".join([self._printed.read_text(), "--- aws.log", *last])

    def _start(self) -> None:
        self.state.mkdir(parents=True, exist_ok=True)
        self._printed = self.state / "printed.txt"
        ours = {"PORT": str(self._port), "AWS_PORT": str(self._aws_port), "LOCAL_STATE": str(self.state)}
        ours["DEMO"] = "yes" if self._demo else "no"
        with self._printed.open("w") as printed:
            command = [sys.executable, "-m", "local"]
            self._process = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, **ours}, stdout=printed, stderr=subprocess.STDOUT
            )
        try:
            wait_until(self._is_ready, "the local site", START_SECONDS)
        except BaseException:
            self.stop()
            raise

    def _is_ready(self) -> bool:
        if self._process.poll() is not None:
            raise RuntimeError(f"The local site did not start:\n{self.log()}")
        return "is ready" in self._printed.read_text()


def wait_until(happened: Callable[[], object], what: str, timeout: float) -> None:
    """Wait for something that another process does. Raises TimeoutError that names it."""
    deadline = time.monotonic() + timeout
    while not happened():
        if time.monotonic() > deadline:
            raise TimeoutError(f"no {what} within {timeout:g} s")
        time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
