"""The table: each goal, what was measured, and whether it is reached."""

from collections.abc import Iterable
from typing import NamedTuple


class Result(NamedTuple):
    """`reach` is the most that `value` may be. `told` are the figures behind it."""

    number: str
    what: str
    reach: float
    value: float
    told: str
    unit: str = " ×"

    @property
    def cells(self) -> tuple[str, ...]:
        verdict = "reached" if self.value <= self.reach else "**not reached**"
        reach, value = (f"{figure:.3g}{self.unit}" for figure in (self.reach, self.value))
        return self.number, self.what, f"≤ {reach}", value, verdict, self.told


_HEADER = ("goal", "what", "reach", "measured", "", "figures")


def as_table(results: Iterable[Result]) -> str:
    """In Markdown, as it stands in docs/performance.md."""
    rows = [_HEADER, *(result.cells for result in results)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "|".join("-" * (w + 2) for w in widths) + "|", *lines[1:]])
