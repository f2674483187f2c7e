"""The ancestors of everything that is refused, and two refusals that every feature knows."""

from homeroom.domain.kernel.message import Message


class HomeroomError(Exception):
    """Raised where a rule of the domain is not met. Its name says which; its text is for developers."""


class Refused(HomeroomError):
    """What somebody typed cannot be taken; `message` says why, and what to type instead."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.id)
        self.message = message


class NotFound(HomeroomError):
    """There is no such thing, or none that this person may know of."""


class NotAllowed(HomeroomError):
    """This person may not do this."""
