"""What tests share stands in tests/steps, tests/fakes and tests/factories.py: no test leans on another one."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.steps.project import ROOT

TESTS = ROOT / "tests"


def statements(block: ast.AST) -> Iterator[ast.AST]:
    """Every statement in it, however deep, and no expression: those hold most of the nodes, and no import."""
    for name in ("body", "orelse", "finalbody", "handlers", "cases"):
        for statement in getattr(block, name, ()):
            yield statement
            yield from statements(statement)


def imported_by(source: str) -> Iterator[str]:
    """Full names of the modules, and of what is taken from them, which may be modules too."""
    for node in statements(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)


def leans_on_tests(source: str) -> list[str]:
    return [name for name in imported_by(source) if name.startswith("tests.") and _is_of_tests(name.split("."))]


def _is_of_tests(parts: list[str]) -> bool:
    return any(part == "conftest" or part.startswith("test_") for part in parts)


@pytest.mark.parametrize("path", sorted(TESTS.rglob("*.py")), ids=lambda path: str(Path(path).relative_to(TESTS)))
def test_no_module_imports_from_a_test_or_a_conftest(path: Path) -> None:
    assert leans_on_tests(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "from tests.unit.mail.test_sending import a_world",
        "from tests.contract.conftest import Ports",
        "from tests.contract import conftest",
        "import tests.contract.test_store",
        "def later():\n    from tests.browser import test_pages",
        "try:\n    pass\nexcept OSError:\n    if True:\n        pass\n    else:\n        import tests.conftest",
    ],
)
def test_any_way_of_importing_one_is_noticed(line: str) -> None:
    assert len(leans_on_tests(line)) == 1
