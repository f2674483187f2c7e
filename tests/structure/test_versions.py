"""Numbers that stand in two places are the same in both."""

import re
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import yaml

import homeroom
from local.stack.sources import pack

ROOT = Path(__file__).parents[2]
NUMBER = r"(0|[1-9]\d*)"  # https://semver.org: none begins with a zero
RELEASE = re.compile(rf"## {NUMBER}\.{NUMBER}\.{NUMBER} - (\d{{4}}-\d\d-\d\d)")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def sections() -> list[str]:
    return [line for line in read("CHANGELOG.md").splitlines() if line.startswith("## ")]


def releases() -> list[tuple[tuple[int, ...], date]]:
    """Version and day of each release, as they stand in the changelog."""
    return [
        (tuple(map(int, match.groups()[:3])), date.fromisoformat(match[4]))
        for match in map(RELEASE.fullmatch, sections())
        if match
    ]


def test_the_version_is_that_of_the_newest_release() -> None:
    [newest, _] = releases()[0]
    assert homeroom.__version__ == ".".join(map(str, newest))


def test_the_changelog_begins_with_what_is_unreleased_and_goes_back_in_time() -> None:
    assert sections()[0] == "## Unreleased"
    assert len(releases()) == len(sections()) - 1
    for (newer, newer_day), (older, older_day) in pairwise(releases()):
        assert newer > older
        assert newer_day >= older_day


def test_a_commit_is_checked_by_the_ruff_that_make_lint_uses() -> None:
    repositories: list[dict[str, Any]] = yaml.safe_load(read(".pre-commit-config.yaml"))["repos"]
    [ruff] = [repository for repository in repositories if repository["repo"].endswith("/ruff-pre-commit")]
    [pin] = re.findall(r"^ruff==(\S+)$", read("requirements-dev.txt"), re.MULTILINE)
    assert ruff["rev"] == f"v{pin}"


def test_ci_runs_what_make_pr_runs() -> None:
    steps = yaml.safe_load(read(".github/workflows/ci.yml"))["jobs"]["everything"]["steps"]
    assert steps[-1] == {"run": "bash .ci/run"}
    assert read(".ci/run").splitlines()[-1] == "make pr"


def test_the_package_says_in_the_layer_too_that_it_is_typed() -> None:
    packed = ZipFile(BytesIO(pack(ROOT / "layers" / "common", "python/"))).namelist()
    assert "python/homeroom/py.typed" in packed
