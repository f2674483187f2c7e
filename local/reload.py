"""Notices saved changes to the stack's sources and deploys them while the site runs."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from local.console import indent, say_at
from local.problems import Problem
from local.stack.sources import snapshot

LOOK_EVERY = 0.4  # seconds


class Reloader:
    """Looks for changed files; `deploy` takes them into service, or raises and leaves the site as it was."""

    def __init__(self, root: Path, deploy: Callable[[], None]) -> None:
        """What is there now counts as deployed."""
        self._root = root
        self._deploy = deploy
        self._seen = snapshot(root)

    def start(self) -> None:
        """Look for changes from now on, for as long as the program runs."""
        threading.Thread(target=self._watch, name="reload", daemon=True).start()

    def _watch(self) -> None:
        while True:
            time.sleep(LOOK_EVERY)
            self.look()

    def look(self) -> None:
        """Deploy if something was saved since the last look."""
        now = snapshot(self._root)
        if now == self._seen:
            return
        changed = sorted({name for name, _ in self._seen.items() ^ now.items()})
        self._seen = now
        started = time.monotonic()
        try:
            self._deploy()
        except Problem as problem:
            say_at(f"Not deployed, the site goes on as it was:\n{indent(str(problem))}")
        except Exception as error:  # a half-saved file must not end the run
            say_at(f"Not deployed, the site goes on as it was:\n{indent(repr(error))}")
        else:
            names = f"{Path(changed[0]).relative_to(self._root)}" + (
                f" and {len(changed) - 1} more" if len(changed) > 1 else ""
            )
            say_at(f"{names} changed: deployed in {time.monotonic() - started:.1f} s")
