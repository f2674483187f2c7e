"""The queue of mails to send."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol


class InviteQueue(Protocol):
    def put(self, mails: Sequence[tuple[str, int]], delay: timedelta = timedelta()) -> None:
        """Ask for these mails: (invitation id, send number), to be sent after the delay, at most a quarter of an
        hour. Asking twice sends nothing twice.
        """

    def put_notice(self, import_id: str, delay: timedelta = timedelta()) -> None:
        """Ask for Site Admins to be told that this import waits, after the delay as above. Asking twice tells nobody
        twice.
        """
