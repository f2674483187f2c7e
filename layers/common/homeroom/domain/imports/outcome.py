"""What became of one import row."""

from enum import StrEnum


class Outcome(StrEnum):
    """Every row of a file gets exactly one of these; together they add up to the rows."""

    INVITED = "invited"
    PLACED_ONLY = "placed only"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    FAILED = "failed"
