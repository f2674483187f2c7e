"""How much was tried: tests record figures, and `pytest --figures` prints their sums at the end."""

from collections import Counter
from collections.abc import Callable, Iterable

import pytest

Recorder = Callable[[str, object], None]
_MARK = "figure: "


def recorder(record_property: Recorder) -> Recorder:
    """Adds to a figure by its name."""
    return lambda name, value: record_property(_MARK + name, value)


def sums(reports: Iterable[pytest.TestReport]) -> Counter[str]:
    totals: Counter[str] = Counter()
    for report in reports:
        for name, value in report.user_properties if report.when == "call" else ():
            if name.startswith(_MARK) and isinstance(value, int):
                totals[name.removeprefix(_MARK)] += value
    return totals
