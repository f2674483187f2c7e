"""MiniStack's own ASGI application. It believes nobody: every key and signature must be right."""

import threading
from typing import Any

from ministack.app import app as emulator

from local.emulator_app import stop_with_parent


async def app(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        threading.Thread(target=stop_with_parent, name="parent", daemon=True).start()
    await emulator(scope, receive, send)
