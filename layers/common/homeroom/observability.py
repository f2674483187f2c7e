"""What functions log: a line about each invocation, and one about each error. They hold ids, counts and kinds; never a
token, an address or a name, nor the text of an exception, which may hold one.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from time import perf_counter
from typing import Any, TypeVar

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from homeroom import metrics
from homeroom.domain.kernel.errors import NotFound
from homeroom.error_report import error_report
from homeroom.queue_codec import UnknownMessage

Event = dict[str, Any]
T = TypeVar("T")

_NOTHING = logging.CRITICAL + 1
logging.getLogger().setLevel(_NOTHING)  # of libraries: urllib3 names the file whose answer it finds odd
logging.captureWarnings(True)  # what would be printed goes the same way
logger = Logger(location=None)  # all lines are logged in a few places that say nothing about them


class Reported(Exception):
    """Something went wrong, and the log says what. Raised so that the event comes again. Its text names the kind of
    error and nothing else: Lambda prints it, and sends it along with an event that failed for good.
    """


def observed(handler: Callable[[Event, LambdaContext], T]) -> Callable[[Event, LambdaContext], T]:
    """A handler whose every invocation ends with one line, which has all keys that were appended on the way. An error
    that the handler raises is reported, and leaves as Reported.
    """

    @logger.inject_lambda_context(clear_state=True)
    @wraps(handler)
    def observed_handler(event: Event, context: LambdaContext) -> T:
        began, outcome = perf_counter(), "failed"
        try:
            with reported():
                logger.set_correlation_id(_correlation_id(event, context))
                answer = handler(event, context)
            outcome = logger.get_current_keys().get("outcome", "ok")
            return answer
        finally:
            milliseconds = round((perf_counter() - began) * 1000)
            counted = metrics.publish() or None
            logger.info("invocation", extra={"outcome": outcome, "duration_ms": milliseconds, "counted": counted})

    return observed_handler


@contextmanager
def reported(**keys: object) -> Iterator[None]:
    """Whatever goes wrong in this block is reported with these keys. Raises Reported in its place."""
    with logger.append_context_keys(**keys):
        try:
            yield
        except Reported:
            raise
        except Exception as error:  # the outermost edge: nothing that holds values gets past it
            report_error(error)
            raise Reported(type(error).__name__) from None


def report_error(error: Exception) -> None:
    """The one line about an error that nobody has handled. What is not there may only not be there yet: a report of
    the mail service may come before our own write.
    """
    logger.append_keys(outcome="failed")
    log = logger.warning if isinstance(error, NotFound) else logger.error
    log("unhandled", extra=error_report(error))


def log_unknown_message(unknown: UnknownMessage, receive_count: str) -> None:
    """One line for each message, however often the queue brings it before it lies among the dead letters."""
    logger.append_keys(outcome="failed")
    if receive_count == "1":
        logger.error("unknown message", extra={"kind": unknown.kind, "version": unknown.version})


def _correlation_id(event: Event, context: LambdaContext) -> str:
    """What it was started by: API Gateway's request, as in the access log; a queue's messages; S3's request. A
    scheduled run has Lambda's own id, the same in each of its tries.
    """
    if http := event.get("requestContext"):
        return str(http["requestId"])
    records = event.get("Records", [])
    ids = [r.get("messageId") or r.get("responseElements", {}).get("x-amz-request-id", "") for r in records]
    return ",".join(filter(None, ids)) or context.aws_request_id
