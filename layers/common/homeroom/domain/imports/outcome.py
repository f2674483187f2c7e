"""What became of one import row."""

from homeroom.domain.kernel.message import Labeled


class Outcome(Labeled):
    """Every row of a file gets exactly one of these; together they add up to the rows. The values stand in the
    results file.
    """

    INVITED = "invited"
    PLACED_ONLY = "placed only"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    WAITING = "waiting"
    FAILED = "failed"
