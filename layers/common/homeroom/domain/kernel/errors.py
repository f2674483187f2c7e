"""The one ancestor of everything the domain can refuse."""


class HomeroomError(Exception):
    """Raised where a rule of the domain is not met; its text is fit for the person concerned."""
