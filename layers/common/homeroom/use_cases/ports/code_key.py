"""The key for what is too short to be hidden by a plain hash, such as a code that people type."""

from typing import Protocol


class CodeKey(Protocol):
    def digest(self, purpose: str, text: str) -> str:
        """HMAC-SHA256, 64 hexadecimal digits, under a key that stands in no table. The same text gives another digest
        for another purpose.
        """
