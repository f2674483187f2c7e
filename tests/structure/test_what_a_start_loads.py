"""A cold start loads nothing that its event does not need: half of one is importing."""

import json
import subprocess
import sys

import pytest

from bench.environment import ENVIRONMENT
from tests.steps.project import ROOT

_FUNCTIONS = sorted(path.parent.name for path in (ROOT / "functions").glob("*/app.py"))
_A_START = """
import sys
from bench.measured.invoke import load
load(sys.argv[1])
"""
_A_CLIENT = """
from homeroom.adapters.aws_clients import Aws
Aws().dynamodb
"""
_SAY = """
import json, sys
print(json.dumps(sorted(sys.modules)))
"""
_TO_AWS = ("boto3", "botocore.", "pycurl")
"""Botocore's package alone says where it stands, and Powertools loads it anyway."""


def loaded(code: str, *arguments: str) -> set[str]:
    return {name for name in loaded_at_all(code, *arguments) if name.startswith(_TO_AWS)}


def loaded_at_all(code: str, *arguments: str) -> set[str]:
    environment = {**ENVIRONMENT, "PYTHONPATH": f"{ROOT / 'layers/common'}:{ROOT}"}
    printed = subprocess.check_output(
        [sys.executable, "-c", code + _SAY, *arguments], cwd=ROOT, env=environment, text=True
    )
    return set(json.loads(printed))


@pytest.mark.parametrize("function", _FUNCTIONS)
def test_a_function_starts_without_any_way_to_speak_to_aws(function: str) -> None:
    assert loaded(_A_START, function) == set()


def test_the_lean_transport_loads_nothing_of_botocore() -> None:
    assert {name.partition(".")[0] for name in loaded(_A_CLIENT)} == {"pycurl"}


@pytest.mark.parametrize("function", _FUNCTIONS)
def test_nothing_of_ours_loads_time_zones_before_a_time_is_shown(function: str) -> None:
    """Pydantic does, where there are forms."""
    names = loaded_at_all(_A_START, function)
    assert ("zoneinfo" in names) <= ("pydantic" in names)


@pytest.mark.parametrize("function", _FUNCTIONS)
def test_dictionaries_of_passwords_are_loaded_by_nobody_who_sets_none(function: str) -> None:
    assert {"zxcvbn", "homeroom.domain.accounts.guessing"}.isdisjoint(loaded_at_all(_A_START, function))


@pytest.mark.parametrize("function", _FUNCTIONS)
def test_the_worlds_phone_numbers_are_loaded_by_nobody_who_types_none(function: str) -> None:
    assert "phonenumbers" not in loaded_at_all(_A_START, function)


@pytest.mark.parametrize("function", _FUNCTIONS)
def test_what_writes_workbooks_is_loaded_by_nobody_who_makes_none(function: str) -> None:
    assert {"xlsxwriter", "homeroom.use_cases.exports.make_export"}.isdisjoint(loaded_at_all(_A_START, function))
