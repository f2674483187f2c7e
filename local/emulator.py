"""The AWS emulator: MiniStack as a process of its own, with IAM enforced and its data kept between runs."""

import os
import subprocess
import sys
import time
import urllib.request
from types import TracebackType
from typing import Self

from local.console import indent, say_at
from local.function_log import follow
from local.mail.capture import POST_OFFICE
from local.problems import Problem
from local.settings import HOST, REGION, ROOT, Settings
from local.state import State

START_SECONDS = 30
STOP_SECONDS = 60


class Emulator:
    """Runs from `with` to the end of its block; the end saves its data."""

    def __init__(self, settings: Settings, state: State, post_office: str) -> None:
        """`post_office` is where sent mail is handed in, as host:port."""
        self._endpoint = settings.endpoint
        self._address = f"{HOST}:{settings.aws_port}"
        self._state = state
        self._environment = _environment(settings, state, post_office)

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "hypercorn", "local.emulator_app:app", "--workers=0", f"--bind={self._address}"],
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.PIPE,  # never written to: its end tells the emulator that we are gone
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            pass_fds=self._state.locks,  # nobody else begins in the folder before the data are saved
            start_new_session=True,  # Ctrl-C is ours to hear; the emulator is stopped after the pages
        )
        follow(self._process.stdout or (), self._state.log, _tell_error)
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

    def wait(self) -> None:
        """Return never; raise Problem when the emulator stops by itself."""
        self._process.wait()
        self._require_running()

    def _require_running(self) -> None:
        if self._process.poll() is not None:
            raise Problem(f"The AWS emulator stopped by itself. Its last words are in {self._state.log}.")

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            self._require_running()
            try:
                urllib.request.urlopen(f"{self._endpoint}/_ministack/health", timeout=1).close()  # noqa: S310 (ours)
                return
            except OSError:
                time.sleep(0.02)
        raise Problem(f"The AWS emulator did not start within {START_SECONDS} s. What it said is in {self._state.log}.")

    def _stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()


def _tell_error(function: str, error: str) -> None:
    say_at(f"{function} failed:\n{indent(error)}")


def _environment(settings: Settings, state: State, post_office: str) -> dict[str, str]:
    """The emulator's environment, which each function inherits."""
    return {
        **os.environ,
        "BIND_HOST": HOST,
        "GATEWAY_PORT": str(settings.aws_port),
        "MINISTACK_REGION": REGION,
        "AUTH": "true",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "TMPDIR": str(state.temporary),
        "PERSIST_STATE": "1",
        "STATE_DIR": str(state.aws),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(state.files),
        "LAMBDA_WARM_TTL_SECONDS": "3600",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        POST_OFFICE: post_office,
    }
