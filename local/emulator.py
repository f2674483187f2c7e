"""The AWS emulator: MiniStack as a process of its own, with IAM enforced."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from local.console import indent, say_at
from local.function_log import follow
from local.mail.capture import POST_OFFICE
from local.problems import Problem
from local.settings import HOST, OWNER, REGION, ROOT, Settings
from local.state import State

START_SECONDS = 30
STOP_SECONDS = 60
IDLE_SECONDS = 24 * 3600
"""How long a connection that nobody uses stays open. By itself hypercorn closes one after five seconds, and a call that
is sent in that very moment gets no answer: on AWS the gateway's calls to functions know nothing of the kind.
"""
HYPERCORN = (sys.executable, "-m", "hypercorn", "--workers=0", f"--keep-alive={IDLE_SECONDS}")


class Emulator:
    """Runs from `with` to the end of its block."""

    def __init__(
        self, app: str, port: int, log: Path, environment: Mapping[str, str], locks: tuple[int, ...] = ()
    ) -> None:
        """`app` is its ASGI application as module:name, `log` takes what it says, `environment` is added to ours, and
        `locks` are open files that are closed when it has stopped.
        """
        self.endpoint = f"http://{HOST}:{port}"
        self._app = app
        self._address = f"{HOST}:{port}"
        self._log = log
        self._environment = {**os.environ, **_environment(port), **environment}
        self._locks = locks

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [*HYPERCORN, self._app, f"--bind={self._address}"],
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.PIPE,  # never written to: its end tells the emulator that we are gone
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            pass_fds=self._locks,
            start_new_session=True,  # Ctrl-C is ours to hear; the emulator is stopped after the pages
        )
        follow(self._said(), self._log, _tell_error)
        try:
            self._wait_until_ready()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def _said(self) -> Iterator[str]:
        with self._process:  # its end closes the pipes
            yield from self._process.stdout or ()

    def wait(self) -> None:
        """Return never; raise Problem when the emulator stops by itself."""
        self._process.wait()
        self._require_running()

    def _require_running(self) -> None:
        if self._process.poll() is not None:
            raise Problem(f"The AWS emulator stopped by itself. Its last words are in {self._log}.")

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            self._require_running()
            try:
                urllib.request.urlopen(f"{self.endpoint}/_ministack/health", timeout=1).close()  # noqa: S310 (ours)
                return
            except OSError:
                time.sleep(0.02)
        raise Problem(f"The AWS emulator did not start within {START_SECONDS} s. What it said is in {self._log}.")

    def _stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()


def _tell_error(function: str, error: str) -> None:
    say_at(f"{function} failed:\n{indent(error)}")


def emulator_of_a_run(settings: Settings, state: State, post_office: str) -> Emulator:
    """With its data kept between runs: the end of the block saves them, and nobody else begins in the folder before
    that. `post_office` is where sent mail is handed in, as host:port.
    """
    environment = {
        "TMPDIR": str(state.temporary),
        "PERSIST_STATE": "1",
        "STATE_DIR": str(state.aws),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(state.files),
        "LAMBDA_WARM_TTL_SECONDS": "3600",
        POST_OFFICE: post_office,
    }
    return Emulator("local.emulator_app:app", settings.aws_port, state.log, environment, state.locks)


def _environment(port: int) -> dict[str, str]:
    """What every emulator is told, and each function that it runs inherits."""
    return {
        "BIND_HOST": HOST,
        "GATEWAY_PORT": str(port),
        "MINISTACK_REGION": REGION,
        "AUTH": "true",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "AWS_ACCESS_KEY_ID": OWNER,
        "AWS_SECRET_ACCESS_KEY": OWNER,
    }
