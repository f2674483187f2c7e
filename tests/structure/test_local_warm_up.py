"""At a start the functions are woken by calls that change nothing."""

import json
from functools import cache
from types import SimpleNamespace
from typing import Any

from local.stack.queue_concurrency import limit_queue_concurrency
from local.stack.transform import transformed
from local.warm_up import WarmUp
from tests.steps.project import ROOT


class Functions:
    def __init__(self) -> None:
        self.calls: list[tuple[str, Any]] = []

    def invoke(self, **call: Any) -> None:
        self.calls.append((call["FunctionName"], json.loads(call["Payload"])))


@cache
def names_in_the_stack() -> list[str]:
    return list(transformed(ROOT, lambda name, _: f"s3://code/{name}")["Resources"])


def woken(bucket: str = "our-bucket") -> list[tuple[str, Any]]:
    """What is called before a file may be dropped."""
    functions = Functions()
    aws: Any = SimpleNamespace(functions=functions)
    WarmUp(aws, {name: f"deployed-{name}" for name in names_in_the_stack()}, bucket).wait()
    return functions.calls


def test_a_file_may_be_dropped_when_the_functions_on_its_way_are_awake() -> None:
    names = [name for name, _ in woken()]
    assert names.count("deployed-ImportCsvFunction") == 1
    assert names.count("deployed-SendInviteFunction") == 2


def test_the_file_they_are_told_of_would_be_in_our_own_bucket() -> None:
    events = dict(woken("our-bucket"))
    assert events["deployed-ImportCsvFunction"]["Records"][0]["s3"]["bucket"]["name"] == "our-bucket"


def test_a_function_that_cannot_be_woken_stops_nothing(capsys: Any) -> None:
    WarmUp(SimpleNamespace(), {}, "bucket").wait()  # type: ignore[arg-type]
    assert "ImportCsvFunction could not be woken" in capsys.readouterr().out


def test_only_functions_without_a_limit_of_their_own_are_limited() -> None:
    def mapping(**more: Any) -> dict[str, Any]:
        return {"Type": "AWS::Lambda::EventSourceMapping", "Properties": {"BatchSize": 10, **more}}

    resources = {
        "Mine": mapping(ScalingConfig={"MaximumConcurrency": 7}),
        "Other": mapping(),
        "Stream": mapping(StartingPosition="TRIM_HORIZON"),
    }
    limit_queue_concurrency({"Resources": resources})
    limits = [r["Properties"].get("ScalingConfig") for r in resources.values()]
    assert limits == [{"MaximumConcurrency": 7}, {"MaximumConcurrency": 2}, None]
