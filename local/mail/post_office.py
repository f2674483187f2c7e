"""All about mail in one place: it stands where the functions look for SES."""

import threading
from pathlib import Path
from typing import Self

from local.api.server import make_server
from local.aws import Aws
from local.mail.page import Mailbox
from local.mail.publisher import Publisher
from local.mail.relay import Relay
from local.mail.store import MailStore, SentMail
from local.ports import listen
from local.settings import HOST


class PostOffice:
    """Takes mail from `with` to the end of its block; `endpoint` is its address, `mailbox` its pages."""

    def __init__(self, aws: Aws, path: Path) -> None:
        self._store = MailStore(path)
        self._publisher = Publisher(aws, self._store)
        self._server = make_server(listen(0), Relay(aws.endpoint, self._accepted).answer)
        self.endpoint = f"http://{HOST}:{self._server.socket.getsockname()[1]}"
        self.mailbox = Mailbox(self._store, self._publisher)

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, name="mail relay", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.server_close()

    def _accepted(self, mail: SentMail) -> None:
        self._store.add(mail)
        self._publisher.follow(mail)
