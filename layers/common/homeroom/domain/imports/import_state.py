"""How far an import is."""

from homeroom.domain.kernel.message import Labeled


class ImportState(Labeled):
    """LOOKING: the file is read, and nothing is done yet. WAITING: a Site Admin has to look at it first. PLACING: rows
    are being placed. QUEUEING: all rows are done, their mails are being queued. CHECKED: all rows were looked at, and
    nothing was done. DECIDING: what waited goes on, or is left, as a Site Admin has decided. LEFT and NOT_DECIDED: it
    waited, and nothing of it was done. STOPPING: what is not sent yet is being canceled. WITHDRAWING: all its open
    invitations are being withdrawn.
    """

    LOOKING = "looking"
    WAITING = "waiting"
    PLACING = "placing"
    QUEUEING = "queueing"
    FINISHED = "finished"
    FAILED = "failed"
    CHECKED = "checked"
    DECIDING = "deciding"
    LEFT = "left"
    NOT_DECIDED = "not_decided"
    STOPPING = "stopping"
    STOPPED = "stopped"
    WITHDRAWING = "withdrawing"
    WITHDRAWN = "withdrawn"


OVER = frozenset(
    {
        ImportState.FINISHED,
        ImportState.FAILED,
        ImportState.CHECKED,
        ImportState.LEFT,
        ImportState.NOT_DECIDED,
        ImportState.STOPPED,
        ImportState.WITHDRAWN,
    }
)
