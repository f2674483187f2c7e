"""What a message says in English: tests that are about a sentence compare this, the others compare codes."""

from homeroom.domain.kernel.message import Message
from homeroom.messages.catalogue import catalogue


def english(*messages: Message) -> str:
    """The sentences, one after another."""
    return catalogue().say_all(messages)
