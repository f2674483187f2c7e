"""Stands before the emulator's SES and keeps each mail it accepts.

The functions reach SES through here (AWS_ENDPOINT_URL_SESV2 in the emulator's environment). A call goes on
unchanged, signature and all, so that the emulator judges it by the function's role. This is where the tags and the
configuration set of a mail can be seen, which the emulator drops, and where the time of sending is known exactly.
"""

import http.client
import json
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from local.api.messages import HttpAnswer, HttpRequest
from local.mail.ses_request import sent_mail
from local.mail.store import SentMail

SEND = "/v2/email/outbound-emails"
SECONDS = 30
PER_CONNECTION = frozenset({"connection", "transfer-encoding", "content-length", "keep-alive", "date"})


class Relay:
    """Passes SESv2 calls on; `accepted` is called with each mail before its sender hears of it."""

    def __init__(self, endpoint: str, accepted: Callable[[SentMail], None]) -> None:
        """`endpoint` is the emulator's."""
        self._address = urlsplit(endpoint).netloc
        self._accepted = accepted

    def answer(self, request: HttpRequest) -> HttpAnswer:
        """The emulator's answer, word for word."""
        answer = self._pass_on(request)
        if request.method == "POST" and request.path == SEND and answer.status == 200:
            mail_id = json.loads(answer.body)["MessageId"]
            self._accepted(sent_mail(json.loads(request.body), mail_id, datetime.now(UTC)))
        return answer

    def _pass_on(self, request: HttpRequest) -> HttpAnswer:
        connection = http.client.HTTPConnection(self._address, timeout=SECONDS)
        try:
            connection.putrequest(request.method, request.target, skip_host=True, skip_accept_encoding=True)
            for name, value in request.headers:
                connection.putheader(name, value)
            connection.endheaders(request.body)
            reply = connection.getresponse()
            body = reply.read()
        finally:
            connection.close()
        headers = [(name, value) for name, value in reply.getheaders() if name.lower() not in PER_CONNECTION]
        return HttpAnswer(reply.status, headers, body)
