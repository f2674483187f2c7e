"""The tables: each goal, what was measured, and whether it is reached; what one would pick instead;
and what a call to AWS costs.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Result(NamedTuple):
    """`reach` is the most that `value` may be. `detail` are the figures behind it. `unasked` stands in the place of a
    verdict when what was measured is not what the goal asks for.
    """

    number: str
    what: str
    reach: float
    value: float
    detail: str
    unit: str = " ×"
    unasked: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        verdict = self.unasked or ("reached" if self.value <= self.reach else "**not reached**")
        reach, value = (f"{figure:.3g}{self.unit}" for figure in (self.reach, self.value))
        return self.number, self.what, f"≤ {reach}", value, verdict, self.detail


class Peer(NamedTuple):
    """CPU in microseconds a row, theirs and ours; calls to AWS for 1,000 rows, where it makes any."""

    name: str
    does: str
    cpu: float
    ours: float
    calls: float | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        calls = "" if self.calls is None else f"{self.calls:,.0f}"
        return self.name, self.does, f"{self.cpu:.0f} µs", f"{self.ours:.0f} µs", f"{self.ours / self.cpu:.2g} ×", calls


class Call(NamedTuple):
    """CPU of a call to AWS through the lean transport and through boto3, in microseconds."""

    what: str
    lean: float
    boto3: float

    @property
    def cells(self) -> tuple[str, ...]:
        return self.what, f"{self.lean:,.0f} µs", f"{self.boto3:,.0f} µs", f"{self.lean / self.boto3:.2g} ×"


def goals_table(results: Iterable[Result]) -> str:
    """In Markdown, as it stands in docs/performance.md."""
    return _table(("goal", "what", "reach", "measured", "", "figures"), [result.cells for result in results])


def peers_table(peers: Iterable[Peer]) -> str:
    header = ("what", "does", "CPU a row", "Homeroom's", "Homeroom against it", "its calls, 1,000 rows")
    return _table(header, [peer.cells for peer in peers])


def calls_table(calls: Iterable[Call]) -> str:
    return _table(("CPU of a call to AWS", "lean", "boto3", "lean against it"), [call.cells for call in calls])


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    rows = [header, *rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "|".join("-" * (w + 2) for w in widths) + "|", *lines[1:]])
