"""The paper about faults names the tests that show what it says: each of them is there."""

import re
from collections.abc import Iterator

import pytest

from tests.steps.project import ROOT

PAPER = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def rows() -> Iterator[str]:
    """Of its tables, without their headers."""
    lines = PAPER.splitlines()
    for line, next_line in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith("|") and "---" not in line and "---" not in next_line:
            yield line


def is_there(file: str, name: str) -> bool:
    path = ROOT / file
    return path.is_file() and bool(re.search(rf"^def {name}\(", path.read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize(("file", "name"), sorted(set(NAMED.findall(PAPER))))
def test_every_test_that_the_paper_names_is_there(file: str, name: str) -> None:
    assert is_there(file, name)


def test_every_line_of_the_paper_names_a_test_and_nothing_that_only_looks_like_one() -> None:
    promises = list(rows())
    assert len(promises) > 40
    for row in promises:
        shown_by = row.rstrip("| ").rpartition(" | ")[2]
        assert re.fullmatch(rf"{NAMED.pattern}(, {NAMED.pattern})*", shown_by), row


def test_a_test_that_was_renamed_is_missed() -> None:
    [file, name] = NAMED.findall(PAPER)[0]
    assert is_there(file, name)
    assert not is_there(file, f"{name}_once_more")
    assert not is_there("tests/unit/test_nothing.py", name)


def test_the_papers_are_listed_where_one_looks_for_them() -> None:
    assert "docs/reliability.md" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "(reliability.md)" in (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
