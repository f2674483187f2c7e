"""One local run, from the first port to the last saved byte."""

import json
import signal
import socket
import sys
import threading
import time
from types import FrameType

from local.api.gateway import Gateway
from local.api.messages import HttpAnswer, HttpRequest
from local.api.server import make_server
from local.aws import Aws
from local.catalogues import compile_all
from local.console import say, say_ready, say_transport
from local.emulator import emulator_of_a_run
from local.mail.post_office import PostOffice
from local.ports import listen, require_free
from local.reload import Reloader
from local.settings import ROOT, Settings
from local.stack.deploy import deploy
from local.state import State, only_run
from local.warm_up import WarmUp

sys.path.append(str(ROOT / "layers" / "common"))  # where the functions find the package in their layer

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class _Stop(BaseException):
    """Somebody asked us to stop: Ctrl-C, SIGTERM, or the terminal was closed."""


def run(settings: Settings) -> None:
    """Serve until asked to stop, then save. Raises Problem when something stands in the way."""
    started = time.monotonic()
    _stop_on_signals()
    try:
        with only_run(settings.state) as state, listen(settings.port, "PORT") as pages:
            require_free(settings.aws_port, "AWS_PORT")
            if settings.fresh:
                state.forget()
            state.refuse_other_version(_store_version())
            state.prepare()
            _run(settings, state, pages, started)
    except _Stop:
        say("Stopped. The data is kept; `make run FRESH=1` forgets it.")


def _run(settings: Settings, state: State, pages: socket.socket, started: float) -> None:
    say_transport(settings)
    aws = Aws(settings.endpoint)
    making = threading.Thread(target=aws.make_clients, name="clients", daemon=True)
    making.start()  # while the emulator starts: each takes half a second
    with (
        PostOffice(aws, state.mail) as post_office,
        emulator_of_a_run(settings, state, post_office.address) as emulator,
    ):
        making.join()
        site = _Site(settings, state, aws, post_office)
        try:
            server = make_server(pages, site.answer)
            threading.Thread(target=server.serve_forever, name="pages", daemon=True).start()
            say_ready(settings, site.outputs, time.monotonic() - started)
            post_office.go_on()
            emulator.wait()
        except _Stop:
            _ignore_signals()
            post_office.stop_reporting()
            say("\nSaving ...")
            raise


class _Site:
    """The deployed stack as the browser sees it, with the mailbox beside it."""

    def __init__(self, settings: Settings, state: State, aws: Aws, post_office: PostOffice) -> None:
        """Deploy, seed, and go on deploying what changes."""
        self._settings = settings
        self._state = state
        self._aws = aws
        self._own_pages = post_office.mailbox.pages()
        if not state.seeded.exists():
            say("Deploying template.yaml ...")
        reloader = Reloader(ROOT, self._deploy)  # looks before the first deployment: no change is missed
        self._deploy()
        warm_up = WarmUp(aws, self._names, self.outputs["UploadBucketName"])
        self._seed_once()
        warm_up.wait()
        reloader.start()

    def answer(self, request: HttpRequest) -> HttpAnswer:
        """The mailbox's pages, or the API's."""
        return self._own_pages.get((request.method, request.path), self._gateway.answer)(request)

    def _deploy(self) -> None:
        compile_all()
        deployment = deploy(self._aws, ROOT, self._settings.stack_parameters)
        self.outputs = deployment.outputs
        self._names = deployment.names
        self._gateway = Gateway(self._aws, deployment.routes, self._settings.port)
        self._state.outputs.write_text(json.dumps(deployment.outputs, indent=2) + "\n", encoding="utf-8")

    def _seed_once(self) -> None:
        if self._state.seeded.exists():
            return
        say("Making the demo site ..." if self._settings.demo else "Making an empty site ...")
        from local.seed import seed

        seed(self.outputs, self._settings.endpoint, self._settings.demo)
        self._state.seeded.write_text(f"{_store_version()}\n", encoding="utf-8")


def _store_version() -> int:
    from homeroom.adapters.dynamodb.store_version import STORE_VERSION

    return STORE_VERSION


def _stop_on_signals() -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _Stop

    for number in SIGNALS:
        signal.signal(number, stop)


def _ignore_signals() -> None:
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
