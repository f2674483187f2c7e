"""The documents lead where they say."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = (".", ".github", "docs", "events", "findings", "samples", "tests/spreadsheets")
DOCUMENTS = sorted(path for folder in FOLDERS for path in (ROOT / folder).glob("*.md"))
LINK = re.compile(r"\]\(([^)\s]+)\)")
COMMAND = re.compile(r"(?:`|^    )make ([a-z]+)", re.MULTILINE)
TARGETS = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def links(document: Path) -> Iterator[Path]:
    """To files of this repository."""
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith("#"):
            yield document.parent / target.partition("#")[0]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_to_a_file_and_every_command_is_there(document: Path) -> None:
    assert [link for link in links(document) if not link.exists()] == []
    assert set(COMMAND.findall(document.read_text(encoding="utf-8"))) <= TARGETS


def test_tests_that_a_document_shows_are_among_the_tests() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    shown = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    tests = (ROOT / "tests" / "integration" / "test_plain_moto.py").read_text(encoding="utf-8")
    assert shown
    assert [block for block in shown if block not in tests] == []


def test_what_a_stranger_looks_for_is_there() -> None:
    named = {document.relative_to(ROOT).as_posix() for document in DOCUMENTS}
    assert {
        *("README.md", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md", "CHANGELOG.md"),
        *("findings/README.md", ".github/pull_request_template.md"),
    } <= named
