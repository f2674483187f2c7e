"""Why a link does not open its form: each has a page of its own."""

from homeroom.domain.kernel.errors import HomeroomError


class LinkUnknown(HomeroomError):
    """No invitation has this link."""


class LinkSuperseded(HomeroomError):
    """A newer mail has been asked for, whose link replaces this one."""


class LinkExpired(HomeroomError):
    """The link is older than the site's settings allow. `email` is the address on record, as far as it is known."""

    def __init__(self, email: str = "") -> None:
        super().__init__("link expired")
        self.email = email


class LetterEnded(HomeroomError):
    """The time of a letter is over. There is no address to which a new link could go."""


class LinkWithdrawn(HomeroomError):
    """The invitation was withdrawn."""


class LetterWithdrawn(LinkWithdrawn):
    """A letter was: its holder may have a newer one."""


class LinkCompleted(HomeroomError):
    """The form behind this link has been saved already."""


class LetterAnswered(LinkCompleted):
    """Somebody has: a letter works once, whoever holds it."""


class LinkForSomebodyElse(HomeroomError):
    """Whoever is logged in is not the one whose link it is."""


class LinkDeclined(HomeroomError):
    """Its reader has said that the invitation is about no child of theirs."""
