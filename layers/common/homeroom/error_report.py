"""An error as a log may show it: kinds and places, and no value. Its text, notes and locals may name a family."""

import sys
from collections.abc import Iterator
from pathlib import Path
from traceback import walk_tb
from typing import Any

_PACKAGE = Path(__file__).parent
_HANDLERS = "app.py"
_TRANSPORTS = ("homeroom/adapters/lean_aws/", "homeroom/adapters/botocore_clients.py")


def error_report(error: BaseException) -> dict[str, Any]:
    """`error` and `place`, `file:line`, of the error itself, or of the first member where it is a group; the place is
    where AWS was called, whatever transport is below it. `trace`: it and every error that it holds or comes from, each
    with our own frames, the outermost first. `aws`: code, operation and request id of each that is an answer of AWS.
    """
    trace = [(each, _own_frames(each)) for each in _related(error)]
    first, frames = next(((e, f) for e, f in trace if not isinstance(e, BaseExceptionGroup)), trace[0])
    places = [frame for frame in frames if not frame.startswith(_TRANSPORTS)]
    return {
        "error": type(first).__name__,
        "place": places[-1] if places else "",
        "trace": [{"error": type(e).__name__, "frames": f} for e, f in trace],
        "aws": [answer for e, _ in trace if (answer := _aws_answer(e))] or None,
    }


def _related(error: BaseException) -> Iterator[BaseException]:
    """Also what a `from None` hides, which is there for whoever reads texts."""
    waiting, seen = [error], set[int]()
    while waiting:
        each = waiting.pop(0)
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        members = each.exceptions if isinstance(each, BaseExceptionGroup) else ()
        waiting += [other for other in (*members, each.__cause__, each.__context__) if other]


def _own_frames(error: BaseException) -> list[str]:
    """Each place once: an endless recursion has a thousand frames, and they are few places."""
    places = ((_own_name(frame.f_code.co_filename), line) for frame, line in walk_tb(error.__traceback__))
    return list(dict.fromkeys(f"{name}:{line}" for name, line in places if name))


def _own_name(filename: str) -> str:
    """`homeroom/...` of the package, `app.py` of a function's handler; empty for what is not ours."""
    path = Path(filename)
    if path.is_relative_to(_PACKAGE):
        return path.relative_to(_PACKAGE.parent).as_posix()
    return _HANDLERS if path.name == _HANDLERS else ""


def _aws_answer(error: BaseException) -> dict[str, str] | None:
    """An error of this class can be there only if its module is; importing it would cost a cold start."""
    exceptions = sys.modules.get("botocore.exceptions")
    if exceptions is None or not isinstance(error, exceptions.ClientError):
        return None
    return {
        "code": error.response.get("Error", {}).get("Code", ""),
        "operation": error.operation_name,
        "request_id": error.response.get("ResponseMetadata", {}).get("RequestId", ""),
    }
