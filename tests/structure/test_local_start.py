"""What stands in the way of a local run is said in one plain sentence."""

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from local.drop import drop
from local.function_log import errors, short_name
from local.ports import listen, require_free
from local.problems import Problem
from local.reload import Reloader
from local.run import run
from local.settings import Settings, from_environment
from local.state import State, only_run
from tests.steps.project import ROOT


def run_local(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "local"],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


@pytest.mark.parametrize("setting", ["PORT", "AWS_PORT"])
def test_a_taken_port_is_one_sentence_and_its_holder_is_left_alone(tmp_path: Path, setting: str) -> None:
    with listen(0) as holder, listen(0) as free:
        taken, other = holder.getsockname()[1], free.getsockname()[1]
        free.close()
        ports = {"PORT": str(other), "AWS_PORT": str(other + 1), setting: str(taken)}
        ran = run_local(LOCAL_STATE=str(tmp_path), **ports)
        assert ran.returncode == 1
        assert ran.stdout == ""
        assert ran.stderr == (
            f"Port {taken} is in use by another program: stop that one, or set {setting} to another port.\n"
        )
        with socket.create_connection(("127.0.0.1", taken), timeout=5):
            pass


def test_a_free_port_is_left_free() -> None:
    with listen(0) as listener:
        port = listener.getsockname()[1]
    require_free(port, "PORT")
    require_free(port, "PORT")


@pytest.mark.parametrize("version", ["", "99\n"], ids=["before versions", "later"])
def test_data_of_another_version_are_refused_in_one_sentence_and_kept(tmp_path: Path, version: str) -> None:
    (tmp_path / "seeded").write_text(version)
    (tmp_path / "aws").mkdir()
    ran = run_local(LOCAL_STATE=str(tmp_path), PORT="8991", AWS_PORT="8992")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == (
        f"The data in {tmp_path} were stored by another version of Homeroom: "
        "forget them with `make run FRESH=1`, or go back to that version.\n"
    )
    assert (tmp_path / "aws").exists()


def test_data_of_the_same_version_are_used(tmp_path: Path) -> None:
    state = State(tmp_path)
    state.refuse_other_version(1)
    state.seeded.write_text("1\n")
    state.refuse_other_version(1)
    with pytest.raises(Problem, match="FRESH=1"):
        state.refuse_other_version(2)


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "٣"])
def test_a_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(Problem, match="PORT must be a number"):
        from_environment()


def test_functions_use_the_lean_transport_where_its_library_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TRANSPORT_TO_AWS", raising=False)
    for module, transport in ((object(), "lean"), (None, "boto3")):
        monkeypatch.setattr("local.settings.find_spec", lambda _, module=module: module)
        assert from_environment().stack_parameters["Transport"] == transport


@pytest.mark.parametrize(("transport", "lines"), [("lean", 0), ("boto3", 1)])
def test_a_run_by_boto3_says_so_in_one_line(
    transport: str, lines: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop_here(endpoint: str) -> None:
        raise Problem("far enough")

    monkeypatch.setattr("local.run.Aws", stop_here)
    monkeypatch.setattr("local.run.SIGNALS", ())  # they are this process's
    with pytest.raises(Problem, match="far enough"):
        run(Settings(port=0, aws_port=0, state=tmp_path, fresh=False, transport=transport))
    said = capsys.readouterr().out.splitlines()
    assert len([line for line in said if "through boto3" in line]) == lines


def test_the_transport_may_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRANSPORT_TO_AWS", "boto3")
    assert from_environment().stack_parameters["Transport"] == "boto3"
    monkeypatch.setenv("TRANSPORT_TO_AWS", "curl")
    with pytest.raises(Problem, match="TRANSPORT_TO_AWS must be lean or boto3"):
        from_environment()


def test_a_second_run_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    with only_run(tmp_path), pytest.raises(Problem, match="Another local run uses"), only_run(tmp_path):
        pass


def test_a_run_begins_when_the_emulator_of_one_that_was_killed_has_saved(tmp_path: Path) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    with only_run(tmp_path) as state:
        emulators = os.dup(state.locks[0])
    (tmp_path / "lock").write_text(str(gone.pid))
    saved = threading.Timer(0.1, os.close, [emulators])
    saved.start()
    with only_run(tmp_path):
        assert not saved.is_alive()


def test_a_fresh_start_forgets_only_what_runs_have_stored(tmp_path: Path) -> None:
    state = State(tmp_path)
    state.prepare()
    (state.aws / "dynamodb.json").write_text("{}")
    state.mail.write_text("")
    (tmp_path / "notes.txt").write_text("mine")
    state.forget()
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_change_that_cannot_be_deployed_is_said_and_the_next_one_is_tried(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template = tmp_path / "template.yaml"
    template.write_text("a")
    deployed = []

    def deploy() -> None:
        if template.read_text() == "broken":
            raise Problem("template.yaml has no resources.")
        deployed.append(template.read_text())

    reloader = Reloader(tmp_path, deploy)
    for content in ("broken", "a better one"):
        template.write_text(content)
        reloader.look()
        reloader.look()
    output = capsys.readouterr().out
    assert deployed == ["a better one"]
    assert "the site goes on as it was:\n    template.yaml has no resources." in output
    assert "template.yaml changed: deployed in" in output


def test_a_traceback_is_shown_without_the_emulators_part() -> None:
    printed = [
        '{"level":"INFO","message":"request"}',
        '{"level":"ERROR","message":"broke","exception":"Traceback ..."}',
        "Traceback (most recent call last):",
        '  File "/x/tmp/ministack-lambda-homeroom-Portal-1/_worker.py", line 128, in run',
        "    result = handler_fn(event, context)",
        "             ^^^^^^^^^^^^^^^^^^^^^^^^^^",
        '  File "/x/tmp/ministack-lambda-homeroom-Portal-1/code/app.py", line 5, in handler',
        "    raise ValueError",
        "ValueError: oh",
        "no",
    ]
    logged, trace = errors(printed)
    assert logged == "broke\nTraceback ..."
    assert trace.splitlines() == [
        "Traceback (most recent call last):",
        '  File "app.py", line 5, in handler',
        "    raise ValueError",
        "ValueError: oh",
        "no",
    ]


def test_an_error_that_a_function_has_reported_is_shown_with_its_frames_and_once() -> None:
    failed = '{"error":"ServiceFailed","frames":["app.py:5","homeroom/a.py:7"]}'
    refused = '{"error":"ClientError","frames":[]}'
    trace = f'"trace":[{failed},{refused}]'
    aws = '"aws":[{"code":"ThrottlingException","operation":"Query","request_id":"R1"}]'
    printed = [
        f'{{"level":"ERROR","message":"unhandled",{trace},{aws}}}',
        '{"_aws":{"Timestamp":1,"CloudWatchMetrics":[]},"service":"homeroom","PagesFailed":[1.0]}',
        '{"level":"INFO","message":"invocation","outcome":"failed"}',
        "Traceback (most recent call last):",
        '  File "/x/tmp/ministack-lambda-homeroom-Portal-1/code/app.py", line 5, in handler',
        "    raise Reported(type(error).__name__) from None",
        "homeroom.observability.Reported: ServiceFailed",
    ]
    [shown] = errors(printed)
    assert shown.splitlines() == [
        "unhandled",
        "ServiceFailed",
        "  app.py:5",
        "  homeroom/a.py:7",
        "ClientError",
        "AWS: ThrottlingException to Query, request R1",
    ]


def test_a_function_goes_by_its_name_in_the_template() -> None:
    assert short_name("homeroom-PortalFunction-49DB4CF316DFD") == "PortalFunction"


def test_what_keeps_a_file_from_being_dropped_is_one_sentence(tmp_path: Path) -> None:
    nowhere = Settings(port=1, aws_port=1, state=tmp_path, fresh=False)
    with pytest.raises(Problem, match="Name a file"):
        drop(tmp_path / "missing.csv", nowhere)
    file = tmp_path / "a.csv"
    file.write_text("x")
    for outputs in (None, '{"UploadBucketName": "bucket"}'):
        if outputs:
            (tmp_path / "outputs.json").write_text(outputs)
        with pytest.raises(Problem, match="No site answers at"):
            drop(file, nowhere)


@pytest.mark.parametrize(("text", "demo"), [("", False), ("0", False), ("no", False), ("1", True), (None, True)])
def test_a_run_makes_the_demo_school_unless_it_is_told_not_to(
    monkeypatch: pytest.MonkeyPatch, text: str | None, demo: bool
) -> None:
    monkeypatch.delenv("DEMO", raising=False)
    if text is not None:
        monkeypatch.setenv("DEMO", text)
    assert from_environment().demo is demo
