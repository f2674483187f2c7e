"""What can be wrong with an operation, beside what the domain itself says."""

from homeroom.domain.kernel.errors import HomeroomError


class NotFound(HomeroomError):
    """There is no such thing, or none that this person may know of."""


class NotAllowed(HomeroomError):
    """This person may not do this."""


class AnswerOver(HomeroomError):
    """The hour in which a form can be filled in is over, or it was never begun."""
