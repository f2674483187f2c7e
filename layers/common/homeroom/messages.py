"""What travels through our own queues."""

from typing import Literal

from pydantic import BaseModel


class InviteMessage(BaseModel):
    """One mail to be sent. Ids only: no address and no secret lies in a queue. A message of a version that
    this code does not know fails to be read, and ends in the dead-letter queue.
    """

    version: Literal[1] = 1
    invitation_id: str
    generation: int


class ImportMessage(BaseModel):
    """One upload whose import is to begin or to go on."""

    version: Literal[1] = 1
    bucket: str
    key: str
    object_version: str
