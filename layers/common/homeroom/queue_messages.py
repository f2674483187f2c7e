"""What travels through our own queues. A message of a version that this code does not know fails to be read, and ends
in the dead-letter queue.
"""

from typing import Literal

from pydantic import BaseModel


class InviteMessage(BaseModel):
    """Mails to be sent, as invitation ids and send numbers: no address and no secret lies in a queue."""

    version: Literal[1]
    mails: list[tuple[str, int]]


class ImportMessage(BaseModel):
    """One upload whose import is to begin or to go on."""

    version: Literal[1] = 1
    bucket: str
    key: str
    object_version: str


class BulkResendMessage(BaseModel):
    """The round of sending again is to begin or to go on; it travels in the queue of the imports."""

    version: Literal[1] = 1
    operation: Literal["send again"]
