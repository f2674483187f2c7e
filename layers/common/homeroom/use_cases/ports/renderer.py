"""Putting an email into words."""

from dataclasses import Field
from typing import Any, ClassVar, Protocol


class EmailContext(Protocol):
    """What fills the templates of one event: a frozen dataclass with a field for each name that they use."""

    event: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


class Renderer(Protocol):
    def __call__(self, email: EmailContext) -> "RenderedMail": ...


class RenderedMail(Protocol):
    @property
    def subject(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def html(self) -> str: ...
