"""What functions print: all of it goes to a file, their errors go to the terminal."""

import json
import queue
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from local.settings import STACK

# How MiniStack's log opens what a function printed during one call, however it was called.
OPENING = re.compile(
    r"\d{4}-\d\d-\d\d [\d:]+ \w+ \[lambda\] (?:ESM: )?Lambda (?P<name>\S+) (?:output|async output|failed processing)"
)
ENTRY = re.compile(r"\d{4}-\d\d-\d\d [\d:]+ (?:INFO|WARNING|ERROR|DEBUG) \[")
TRACEBACK = "Traceback (most recent call last):"
REPORTED = "homeroom.observability.Reported"
OWN_FRAME = re.compile(r'  File "[^"]*/_worker\.py"')
UNPACKED = re.compile(r'File "[^"]*/ministack-lambda-[^"/]+/(?:code/|[^"]*?/python/)')

SILENCE = 0.2  # seconds without another line, after which an entry of the log is whole

Tell = Callable[[str, str], None]


def follow(output: Iterable[str], path: Path, tell: Tell) -> None:
    """Copy the emulator's output to a file, in the background; `tell(function, error)` is called for each error."""
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    def read() -> None:
        for line in output:
            lines.put(line)
        lines.put(None)

    threading.Thread(target=read, name="emulator output", daemon=True).start()
    threading.Thread(target=_copy, args=(lines, path, tell), name="function log", daemon=True).start()


def short_name(function: str) -> str:
    """A deployed function's name in the template."""
    return re.sub(rf"^{STACK}-(\w+)-[0-9A-F]+$", r"\1", function)


def errors(printed: list[str]) -> list[str]:
    """What a person wants to see of what a function printed in one call: errors it logged, then its traceback, unless
    that only says that an error was logged.
    """
    errors = [error for line in printed if (error := _logged_error(line))]
    if TRACEBACK in printed and not any(line.startswith(REPORTED) for line in printed):
        errors.append(_cleaned(printed[printed.index(TRACEBACK) :]))
    return errors


def _copy(lines: "queue.SimpleQueue[str | None]", path: Path, tell: Tell) -> None:
    entry: list[str] = []
    with path.open("w", encoding="utf-8") as file:
        while (line := _next(lines)) is not None:
            if line == "" or ENTRY.match(line):
                _tell_errors(entry, tell)
                entry = []
            if line:
                file.write(line)
                file.flush()
                entry.append(line.rstrip("\n"))


def _next(lines: "queue.SimpleQueue[str | None]") -> str | None:
    """The next line, an empty text when none came for a while, None at the end."""
    try:
        return lines.get(timeout=SILENCE)
    except queue.Empty:
        return ""


def _tell_errors(entry: list[str], tell: Tell) -> None:
    opening = OPENING.match(entry[0]) if entry else None
    if opening:
        for error in errors(entry[1:]):
            tell(short_name(opening["name"]), error)


def _logged_error(line: str) -> str:
    if not line.startswith("{"):
        return ""
    try:
        entry = json.loads(line)
    except ValueError:
        return ""
    if entry.get("level") not in ("ERROR", "CRITICAL"):
        return ""
    said = [entry.get("message", ""), *_traced(entry), entry.get("exception", "")]
    return "\n".join(filter(None, said))


def _traced(entry: dict[str, Any]) -> Iterator[str]:
    """Of a line about an unhandled error: where it went by, and what AWS answered."""
    for error in entry.get("trace", []):
        yield error["error"]
        yield from (f"  {frame}" for frame in error["frames"])
    for answer in entry.get("aws", []):
        yield f"AWS: {answer['code']} to {answer['operation']}, request {answer['request_id']}"


def _cleaned(trace: list[str]) -> str:
    """A traceback without the emulator's own frame, its paths relative to the function or the layer."""
    kept: list[str] = []
    skipping = False
    for line in trace:
        if line.startswith("  File "):
            skipping = OWN_FRAME.match(line) is not None
        elif not line.startswith("    "):
            skipping = False
        if not skipping:
            kept.append(UNPACKED.sub('File "', line))
    return "\n".join(kept).rstrip()
