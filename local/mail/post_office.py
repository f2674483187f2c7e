"""All about mail in one place: takes in what was sent, keeps it, reports about it, shows it."""

import json
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from local.api.messages import HttpAnswer, HttpRequest, json_answer
from local.api.server import make_server
from local.aws import Aws
from local.mail.page import Mailbox
from local.mail.publisher import Publisher
from local.mail.ses_request import sent_mail
from local.mail.store import MailStore
from local.ports import listen
from local.settings import HOST


class PostOffice:
    """Takes mail from `with` to the end of its block.

    `address` is where local/mail/capture.py hands it in, as host:port; `mailbox` are its pages.
    """

    def __init__(self, aws: Aws, path: Path) -> None:
        self._store = MailStore(path)
        self._earlier = self._store.mails()
        self._publisher = Publisher(aws, self._store)
        self._server = make_server(listen(0), self._take_in)
        self.address = f"{HOST}:{self._server.socket.getsockname()[1]}"
        self.mailbox = Mailbox(self._store, self._publisher)

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, name="post office", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.server_close()

    def go_on(self) -> None:
        """Report what an earlier run has left: it was stopped within a second or two of a mail."""
        for mail in self._earlier:
            self._publisher.follow(mail)

    def stop_reporting(self) -> None:
        """The emulator is about to stop; mail is still taken in."""
        self._publisher.stop()

    def _take_in(self, request: HttpRequest) -> HttpAnswer:
        handed_in = json.loads(request.body)
        mail = sent_mail(handed_in["request"], handed_in["id"], datetime.now(UTC))
        self._store.add(mail)
        self._publisher.follow(mail)
        return json_answer(200, {})
