"""No module needs, by whatever way round, a module that needs it: also not for a type alone."""

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

import grimp
import pytest

PACKAGES = ("homeroom", "local", "ops", "bench")


def circle_in(imports: Mapping[str, set[str]]) -> list[str]:
    """The modules of one circle, the first one again at its end; empty where there is none."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return circle
    return []


@pytest.fixture(scope="module")
def imports() -> dict[str, set[str]]:
    """Each module with those that it imports, within functions and for types, too."""
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    return {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}


def test_imports_go_round_in_no_circle(imports: dict[str, set[str]]) -> None:
    assert len(imports) > 300
    assert circle_in(imports) == []


def test_a_circle_would_be_seen() -> None:
    assert set(circle_in({"a": {"b"}, "b": {"c"}, "c": {"a"}})) == {"a", "b", "c"}
