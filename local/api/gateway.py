"""Answers requests as API Gateway does: finds the route, calls its function, translates the result."""

import json
import time
from typing import Any

from local.api.event import to_answer, to_event
from local.api.messages import HttpAnswer, HttpRequest, json_answer
from local.aws import API_SECONDS, Aws
from local.console import say_at
from local.stack.routes import Match, Routes

LARGEST_EVENT = 6 * 1024 * 1024  # bytes, Lambda's limit
NOT_FOUND = json_answer(404, {"message": "Not Found"})
TOO_LARGE = json_answer(413, {"message": "Request Entity Too Large"})
BROKEN = json_answer(500, {"message": "Internal Server Error"})
UNAVAILABLE = json_answer(503, {"message": "Service Unavailable"})


class Gateway:
    """The HTTP API. `routes` may be exchanged at any time, by a redeploy."""

    def __init__(self, aws: Aws, routes: Routes, port: int) -> None:
        """`port` is where the pages are."""
        self.routes = routes
        self._aws = aws
        self._port = port

    def answer(self, request: HttpRequest) -> HttpAnswer:
        """Any request that is not for the local run itself."""
        match = self.routes.match(request.method, request.path)
        if match is None:
            return NOT_FOUND
        event = json.dumps(to_event(request, match, time.time(), self._port)).encode()
        if len(event) > LARGEST_EVENT:
            return TOO_LARGE
        return self._call(match, event)

    def _call(self, match: Match, event: bytes) -> HttpAnswer:
        from botocore.exceptions import HTTPClientError, ReadTimeoutError

        try:
            reply = self._aws.functions.invoke(FunctionName=match.route.function, Payload=event)
            result: Any = json.loads(reply["Payload"].read() or b"null")
        except ReadTimeoutError:
            say_at(f"{match.route.key}: no answer within {API_SECONDS} seconds")
            return UNAVAILABLE
        except HTTPClientError as error:
            say_at(f"{match.route.key}: the emulator did not answer ({type(error).__name__})")
            return UNAVAILABLE
        if reply.get("FunctionError"):
            return BROKEN  # its traceback reaches the terminal by its log, like that of any function
        return to_answer(result)
