"""What a log says of an error: each of our frames and AWS' own codes, and none of the values."""

import json
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from homeroom.domain.imports.upload import Upload
from homeroom.domain.kernel.change import Change
from homeroom.error_report import error_report
from homeroom.use_cases.imports.import_csv import import_csv
from homeroom.use_cases.mail.send_invite import send_invites
from tests.factories import an_invitation
from tests.fakes import World
from tests.steps.broken_services import AWS_ANSWER, FAMILY, broken, refused_by_aws
from tests.steps.project import ROOT

LAYER = ROOT / "layers" / "common"


def raised_by(operation: Callable[[], object]) -> Exception:
    try:
        operation()
    except Exception as error:
        return error
    raise AssertionError("nothing was raised")


def own_frames(error: BaseException) -> list[str]:
    """As Python itself prints them."""
    summaries = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(str(LAYER))]
    return [f"{Path(frame.filename).relative_to(LAYER).as_posix()}:{frame.lineno}" for frame in summaries]


def a_failed_import() -> Exception:
    upload = Upload(bucket="uploads", key=f"uploads/{FAMILY[0]}.csv")
    return raised_by(lambda: import_csv(upload, broken(World().services)))


def test_it_has_each_of_our_frames_also_of_the_errors_behind_it() -> None:
    error = a_failed_import()
    assert error.__cause__
    report = error_report(error)
    assert report["error"] == "ServiceFailed"
    assert report["place"] == own_frames(error)[-1]
    assert own_frames(error)
    assert report["trace"] == [
        {"error": "ServiceFailed", "frames": own_frames(error)},
        {"error": "ClientError", "frames": own_frames(error.__cause__)},
    ]


def test_it_has_what_aws_answered_and_none_of_the_values() -> None:
    report = error_report(a_failed_import())
    assert report["aws"] == [AWS_ANSWER]
    printed = json.dumps(report)
    assert not [value for value in FAMILY if value in printed]


def test_an_answer_of_aws_that_says_little_is_reported_all_the_same() -> None:
    error = refused_by_aws()
    error.response = {}
    assert error_report(error)["aws"] == [{"code": "", "operation": "BatchGetItem", "request_id": ""}]


def test_an_error_that_has_nothing_to_do_with_aws_says_nothing_of_it() -> None:
    assert error_report(ValueError(FAMILY))["aws"] is None


def test_of_a_group_every_member_is_reported() -> None:
    world = World()
    world.store.save(*(Change.new(an_invitation(id=name)) for name in ("a", "b")))
    error = raised_by(lambda: send_invites([("a", 99), ("b", 99)], world.services))
    assert isinstance(error, ExceptionGroup)
    report = error_report(error)
    assert [each["error"] for each in report["trace"]] == ["ExceptionGroup", "NotFound", "NotFound"]
    assert report["error"] == "NotFound"
    assert report["trace"][0]["frames"] == own_frames(error)


def test_what_is_hidden_from_readers_of_texts_is_reported() -> None:
    def hide() -> None:
        try:
            raise refused_by_aws()
        except Exception:
            raise KeyError(FAMILY[1]) from None

    assert [each["error"] for each in error_report(raised_by(hide))["trace"]] == ["KeyError", "ClientError"]


def test_errors_that_name_each_other_and_endless_recursions_come_to_an_end() -> None:
    def endless(depth: int) -> Any:
        return endless(depth + 1)

    error = raised_by(lambda: endless(0))
    error.__cause__ = ValueError()
    error.__cause__.__context__ = error
    assert [each["error"] for each in error_report(error)["trace"]] == ["RecursionError", "ValueError"]


@pytest.mark.parametrize(
    ("filename", "name"),
    [
        ("/opt/python/jinja2/app/environment.py", []),
        ("/var/task/app.py", ["app.py:3"]),
        (str(LAYER / "homeroom" / "web" / "core" / "app.py"), ["homeroom/web/core/app.py:3"]),
        (str(LAYER / "homeroom_of_others.py"), []),
    ],
)
def test_a_frame_is_ours_if_its_file_is(filename: str, name: list[str]) -> None:
    code = compile("\n\nraise ValueError", filename, "exec")
    assert error_report(raised_by(lambda: exec(code)))["trace"][0]["frames"] == name


@pytest.mark.parametrize("transport", ["lean_aws/service.py", "botocore_clients.py"])
def test_the_place_is_where_aws_was_called_and_not_the_transport_below(transport: str) -> None:
    def raised_in(*names: str) -> Exception:
        code = "raise ValueError"
        for name in reversed(names):
            filename = str(LAYER / "homeroom" / "adapters" / name)
            code = f"exec(compile({code!r}, {filename!r}, 'exec'))"
        return raised_by(lambda: exec(code))

    report = error_report(raised_in("dynamodb/reader.py", transport))
    assert report["place"] == "homeroom/adapters/dynamodb/reader.py:1"
    assert report["trace"][0]["frames"][-1] == f"homeroom/adapters/{transport}:1"
