"""Wakes the functions at a start, so that the first file and the first click wait for none.

A function is made ready by its first call, here as on AWS, and that is half a second of work. Here the first call
would always be somebody's, with several functions on its way. So each is called once beforehand with a sample event of
events/: a file that is gone already, a mail of no invitation, an unknown link. It answers so, and nothing changes.
"""

import threading
from collections.abc import Mapping

from local.aws import Aws
from local.console import say_at
from local.settings import ROOT

_EVENTS = ROOT / "events"
_BUCKET_OF_EVENTS = "homeroom-uploads-123456789012"
_FIRST = (
    ("ImportCsvFunction", "s3_put.json"),
    ("SendInviteFunction", "invite_message.json"),
    ("SendInviteFunction", "invite_message.json"),
)
"""What a dropped file goes through. Mails are sent by two at once."""

_THEN = (
    ("RecordDeliveryFunction", "ses_delivery.json"),
    ("PortalFunction", "http_login.json"),
    ("AcceptInviteFunction", "http_link.json"),
    ("WatchRecordFunction", "record_aged.json"),
)
"""One after another, so as to leave room for a file that is dropped meanwhile."""


class WarmUp:
    """Begins at once. `functions` maps names of the template to deployed ones, `bucket` is where files are dropped."""

    def __init__(self, aws: Aws, functions: Mapping[str, str], bucket: str) -> None:
        self._aws = aws
        self._functions = functions
        self._bucket = bucket
        self._first = [self._call_in_background(call) for call in _FIRST]

    def wait(self) -> None:
        """Until a file may be dropped; the other functions follow in the background."""
        for thread in self._first:
            thread.join()
        self._call_in_background(*_THEN)

    def _call_in_background(self, *calls: tuple[str, str]) -> threading.Thread:
        thread = threading.Thread(target=self._call_all, args=calls, name="warm_up", daemon=True)
        thread.start()
        return thread

    def _call_all(self, *calls: tuple[str, str]) -> None:
        for function, event in calls:
            self._call(function, event)

    def _call(self, function: str, event: str) -> None:
        content = (_EVENTS / event).read_text(encoding="utf-8").replace(_BUCKET_OF_EVENTS, self._bucket)
        try:
            self._aws.functions.invoke(FunctionName=self._functions[function], Payload=content)
        except Exception as error:  # nothing is lost but the time that it would have saved
            say_at(f"{function} could not be woken: {error!r}")
