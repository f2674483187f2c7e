"""What a Site Admin has answered about files with one header, so that nobody is asked again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, kw_only=True)
class HeaderAnswers:
    """`answers` leads from the ids of doubts to the answers. `version` is the store's, 0 until stored."""

    header_key: str
    answers: Mapping[str, str] = field(default_factory=dict)
    version: int = 0

    @property
    def identity(self) -> str:
        return self.header_key

    def with_answers(self, answers: Mapping[str, str]) -> "HeaderAnswers":
        return replace(self, answers={**self.answers, **answers})

    def taken_back(self) -> "HeaderAnswers":
        """Whoever answered was wrong: the next file is asked about again."""
        return replace(self, answers={})
