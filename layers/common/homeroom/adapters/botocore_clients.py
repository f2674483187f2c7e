"""Botocore's clients, which are boto3's, held to what the product needs of them."""

import json
import logging
import time
from collections.abc import Callable
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zlib import crc32

from homeroom.adapters.limits import CONNECT_SECONDS, Limits
from homeroom.settings import aws_region

if TYPE_CHECKING:
    from botocore.session import Session

_FIRST_OF_ANSWERS = 200  # what is below only says that an answer will come
_REFUSED = 300
_NO_CONTENT = 204


class BotocoreClients:
    def make(self, service: str, limits: Limits, **more: Any) -> Any:
        """A client that never takes half an answer for a whole one. Raises NoRegionError."""
        from botocore.config import Config

        config = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=limits.read_seconds,
            retries={"mode": "standard", "total_max_attempts": limits.attempts},
            **more,
        )
        client = self._session.create_client(service, region_name=aws_region(), config=config)
        client.meta.events.register("before-call", _closing_idle_connections(client, limits.idle_seconds))
        client.meta.events.register("before-parse", _demand_readable_answer)
        client.meta.events.register("after-call", _demand_whole_answer)
        return client

    @cached_property
    def _session(self) -> "Session":
        """Made by botocore itself: `import boto3` loads what moves large files in threads as well."""
        from botocore.session import Session

        logging.getLogger("urllib3").setLevel(logging.CRITICAL)  # its warnings have addresses, and so names of files
        return Session()


def _closing_idle_connections(client: Any, idle_seconds: float) -> Callable[..., None]:
    """By the clock on the wall: a function that is frozen between two events may miss that any other goes on."""
    last_used = time.time()

    def close_idle(**_: Any) -> None:
        nonlocal last_used
        now = time.time()
        if not 0 <= now - last_used <= idle_seconds:
            client.close()  # its connections; the call opens others
        last_used = now

    return close_idle


def _demand_readable_answer(response_dict: Any, operation_model: Any, **_: Any) -> None:
    """Botocore takes what is no JSON for an empty answer, and stumbles over JSON that is no object and a length that
    is no number. Raises HTTPClientError; a refusal stays one, without words.
    """
    is_refused = response_dict["status_code"] >= _REFUSED
    if not is_refused and not response_dict["headers"].get("content-length", "0").isdecimal():
        raise _incomplete()
    if _is_answered_in_json(operation_model) and not _is_object(response_dict["body"]):
        if not is_refused:
            raise _incomplete()
        response_dict["body"] = b""


def _demand_whole_answer(http_response: Any, model: Any, **_: Any) -> None:
    """Botocore takes an answer whose head is cut off for a whole one, and after its last try also what has a wrong
    checksum. Raises HTTPClientError.
    """
    is_stubbed = http_response.raw is None
    if not is_stubbed and http_response.status_code < _REFUSED and not _is_whole(http_response, model):
        raise _incomplete()


def _is_whole(http_response: Any, model: Any) -> bool:
    headers = http_response.headers
    if http_response.status_code < _FIRST_OF_ANSWERS:
        return False
    if model.has_streaming_output:
        return "content-length" in headers
    if not _is_answered_in_json(model):
        return _has_whole_head(http_response)
    checksum = headers.get("x-amz-crc32")
    return not checksum or checksum == str(crc32(http_response.content))


def _has_whole_head(http_response: Any) -> bool:
    """A head that was cut off has mostly lost what says where the answer ends. What answers in memory instead of AWS,
    such as moto, may not say so at all.
    """
    says_its_end = any(name in http_response.headers for name in ("content-length", "transfer-encoding"))
    is_in_memory = isinstance(http_response.raw, BytesIO)
    return says_its_end or is_in_memory or http_response.status_code == _NO_CONTENT


def _is_answered_in_json(model: Any) -> bool:
    return "json" in model.service_model.metadata["protocol"] and bool(getattr(model.output_shape, "members", None))


def _is_object(content: bytes) -> bool:
    try:
        return isinstance(json.loads(content.decode()), dict)
    except (ValueError, RecursionError):
        return False


def _incomplete() -> Exception:
    from botocore.exceptions import HTTPClientError

    return HTTPClientError(error="incomplete answer")
