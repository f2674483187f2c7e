"""The state folder: what one run leaves for the next."""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from local.problems import Problem

SAVE_SECONDS = 60


@dataclass(frozen=True)
class State:
    """Names within the state folder."""

    folder: Path
    locks: tuple[int, ...] = ()
    """Open files: as long as one of them is open anywhere, no other run begins here."""

    @property
    def aws(self) -> Path:
        """What the emulator keeps: tables, queues, users, stacks."""
        return self.folder / "aws"

    @property
    def files(self) -> Path:
        """What lies in the emulator's buckets."""
        return self.folder / "files"

    @property
    def temporary(self) -> Path:
        """Unpacked functions; wiped at each start."""
        return self.folder / "tmp"

    @property
    def log(self) -> Path:
        """What the emulator says about itself during this run."""
        return self.folder / "aws.log"

    @property
    def mail(self) -> Path:
        """Each sent mail and each report about it, a JSON object a line."""
        return self.folder / "mail.jsonl"

    @property
    def outputs(self) -> Path:
        """The stack's outputs, a flat JSON object."""
        return self.folder / "outputs.json"

    @property
    def seeded(self) -> Path:
        """Exists once the demo site has been made, and says of which version the store is."""
        return self.folder / "seeded"

    def refuse_other_version(self, version: int) -> None:
        """Raises Problem where the data were stored by another version of the project."""
        if self.seeded.exists() and self.seeded.read_text(encoding="utf-8").strip() != str(version):
            raise Problem(
                f"The data in {self.folder} were stored by another version of Homeroom: "
                "forget them with `make run FRESH=1`, or go back to that version."
            )

    def forget(self) -> None:
        """Delete what earlier runs stored, and nothing else that may lie in the folder."""
        for path in (self.aws, self.files, self.temporary):
            shutil.rmtree(path, ignore_errors=True)
        for path in (self.log, self.mail, self.outputs, self.seeded):
            path.unlink(missing_ok=True)

    def prepare(self) -> None:
        """Make the folders, with an empty one for temporary files."""
        shutil.rmtree(self.temporary, ignore_errors=True)
        for path in (self.aws, self.files, self.temporary):
            path.mkdir(parents=True, exist_ok=True)


@contextmanager
def only_run(folder: Path) -> Iterator[State]:
    """Keep a second run out of the same folder. Raises Problem when there is one already."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a+", encoding="ascii") as lock:
        _acquire(lock, folder)
        lock.truncate(0)
        print(os.getpid(), file=lock, flush=True)
        yield State(folder, (lock.fileno(),))


def _acquire(lock: TextIO, folder: Path) -> None:
    """The emulator of a run that was killed holds the lock, too, while it saves: it is waited for."""
    deadline = time.monotonic() + SAVE_SECONDS
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if _is_running(lock) or time.monotonic() > deadline:
                raise Problem(
                    f"Another local run uses {folder}: stop that one, or set LOCAL_STATE to another folder."
                ) from None
            time.sleep(0.05)


def _is_running(lock: TextIO) -> bool:
    """Whether the run that wrote its process id into the lock is still there."""
    lock.seek(0)
    try:
        os.kill(int(lock.read() or "0"), 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        return True
    return True
