"""A page with a form for whoever has nothing yet that it could be bound to."""

from homeroom.domain.accounts.session import ANSWERING
from homeroom.domain.kernel.token import new_token
from homeroom.web.core.requests import ANONYMOUS_COOKIE, Request
from homeroom.web.core.responses import Page, PageContext, set_cookie


def page_with_form(request: Request, context: PageContext, status: int = 200) -> Page:
    """The form is bound to a cookie of its own, which comes with the page."""
    secret = request.cookies.get(ANONYMOUS_COOKIE) or new_token()
    cookie = set_cookie(ANONYMOUS_COOKIE, secret, int(ANSWERING.absolute.total_seconds()))
    return Page(context, status, cookies=(cookie,), csrf_secret=secret)
