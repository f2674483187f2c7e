"""Putting a mail into words."""

from collections.abc import Mapping
from typing import Protocol


class Renderer(Protocol):
    def __call__(self, event: str, context: Mapping[str, object]) -> "RenderedMail": ...


class RenderedMail(Protocol):
    @property
    def subject(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def html(self) -> str: ...
