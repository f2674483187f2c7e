"""Whose form it is that somebody fills in: what was typed for one is not saved for another."""

from homeroom.domain.kernel.token import csrf_token, digest
from homeroom.web.core.dead_end import FormProof
from homeroom.web.core.requests import Request

_LENGTH = 16


def whose_mark(identity: str) -> str:
    """Stands in the form, and says nothing of the identity."""
    return digest(identity)[:_LENGTH]


def same_site_admin(request: Request, url: str) -> FormProof | None:
    """The way back to the form at `url` for a log-in of the same Site Admin, which came after the page of the form."""
    user = request.user
    if user is None or not user.is_admin or whose_mark(user.id) != request.form.get("whose"):
        return None
    return FormProof(url, csrf_token(request.session_token))
