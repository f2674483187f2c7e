"""One local run, from the first port to the last saved byte."""

import json
import signal
import socket
import threading
import time
from collections.abc import Callable
from http.server import ThreadingHTTPServer
from types import FrameType

from local.api.gateway import Gateway
from local.api.messages import HttpAnswer, HttpRequest
from local.api.server import make_server
from local.aws import Aws
from local.console import say, say_ready
from local.emulator import Emulator
from local.mail.page import Mailbox
from local.mail.publisher import Publisher
from local.mail.relay import Relay
from local.mail.store import MailStore, SentMail
from local.ports import listen, require_free
from local.reload import Reloader
from local.settings import HOST, ROOT, Settings
from local.stack.deploy import Deployment, deploy
from local.state import State, only_run


class _Stop(BaseException):
    """Somebody asked us to stop: Ctrl-C, SIGTERM, or the terminal was closed."""


def run(settings: Settings) -> None:
    """Serve until asked to stop, then save. Raises Problem when something stands in the way."""
    started = time.monotonic()
    _stop_on_signals()
    try:
        with only_run(settings.state) as state:
            pages = listen(settings.port, "PORT")
            require_free(settings.aws_port, "AWS_PORT")
            if settings.fresh:
                state.forget()
            state.prepare()
            with pages, _Mail(settings, state) as mail, Emulator(settings, state, mail.endpoint) as emulator:
                try:
                    _serve(settings, state, pages, mail, emulator, started)
                except _Stop:
                    _ignore_signals()
                    say("\nSaving ...")
                    raise
    except _Stop:
        say("Stopped. The data is kept; `make run FRESH=1` forgets it.")


class _Mail:
    """What keeps, reports and shows the sent mail, together with the socket that the functions' SES calls reach."""

    def __init__(self, settings: Settings, state: State) -> None:
        self.aws = Aws(settings.endpoint)
        self.store = MailStore(state.mail)
        self.publisher = Publisher(self.aws, self.store)
        self._server = make_server(listen(0, "PORT"), Relay(settings.endpoint, self._accepted).answer)
        self.endpoint = f"http://{HOST}:{self._server.socket.getsockname()[1]}"

    def _accepted(self, mail: SentMail) -> None:
        self.store.add(mail)
        self.publisher.follow(mail)

    def __enter__(self) -> "_Mail":
        threading.Thread(target=self._server.serve_forever, name="mail relay", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.server_close()


def _serve(settings: Settings, state: State, pages: socket.socket, mail: _Mail, emulator: Emulator, started: float) -> None:
    def deploy_now() -> Deployment:
        return deploy(mail.aws, ROOT, settings.stack_parameters)

    def use(deployment: Deployment) -> None:
        gateway.routes = deployment.routes
        state.outputs.write_text(json.dumps(deployment.outputs, indent=2) + "\n")

    if not state.seeded.exists():
        say("Deploying template.yaml ...")
    reloader = Reloader(ROOT, deploy_now, use)  # made before deploying, so that no change in between is missed
    deployment = deploy_now()
    gateway = Gateway(mail.aws, deployment.routes, settings.port)
    use(deployment)
    _seed_once(state, deployment.outputs, settings.endpoint)
    server = make_server(pages, _answer(gateway, Mailbox(mail.store, mail.publisher)))
    reloader.start()
    say_ready(settings, deployment.outputs, time.monotonic() - started)
    _until_stopped(server, emulator)


def _answer(gateway: Gateway, mailbox: Mailbox) -> Callable[[HttpRequest], HttpAnswer]:
    own = mailbox.pages()

    def answer(request: HttpRequest) -> HttpAnswer:
        return own.get((request.method, request.path), gateway.answer)(request)

    return answer


def _seed_once(state: State, outputs: dict[str, str], endpoint: str) -> None:
    if state.seeded.exists():
        return
    from local.seed import seed

    say("Making the demo site ...")
    seed(outputs, endpoint)
    state.seeded.touch()


def _until_stopped(server: ThreadingHTTPServer, emulator: Emulator) -> None:
    threading.Thread(target=server.serve_forever, name="pages", daemon=True).start()
    while True:
        time.sleep(0.5)
        emulator.require_running()


def _stop_on_signals() -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        raise _Stop

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def _ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
