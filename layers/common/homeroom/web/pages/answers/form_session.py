"""Several forms that one browser has begun: each keeps a cookie of its own, and each page says which it is of."""

from urllib.parse import urlencode

from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.token import csrf_token
from homeroom.use_cases.accounts.sessions import Started
from homeroom.use_cases.answers.answer import Answer, AnswerOver, read_answer
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.dead_end import FormProof
from homeroom.web.core.form_cookies import MOST_FORMS, form_cookie, new_form_key
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Redirect, drop_cookie, set_cookie
from homeroom.web.core.whose import whose_mark

BEGUN = "begun"
"""Whoever comes here with this mark has just been given a cookie."""


def begin_form(started: Started, request: Request) -> Redirect:
    """To the form, with its cookie."""
    keys = request.form_keys
    key = new_form_key(keys)
    oldest = keys[: max(0, len(keys) + 1 - MOST_FORMS)]
    cookie = set_cookie(form_cookie(key), started.token, started.seconds)
    dropped = (drop_cookie(form_cookie(old)) for old in oldest)
    return Redirect(f"/answer?{urlencode({'form': key, BEGUN: 1})}", (cookie, *dropped))


def page_url(request: Request, path: str, notice: str = "") -> str:
    """Another page of the same form."""
    query = {"notice": notice} if notice else {}
    if request.form_key:
        query["form"] = request.form_key
    return f"{path}?{urlencode(query)}" if query else path


def whose(answer: Answer) -> str:
    """Of the invitation and its reader."""
    return whose_mark(f"{answer.invitation.id}/{answer.session.reader}")


def saved_answer(request: Request, services: Services) -> Answer:
    """For what comes after the form. Raises AnswerOver while that is not saved, and what read_answer raises."""
    answer = read_answer(request.form_token, services)
    if not answer.saved:
        raise AnswerOver
    return answer


def way_back(request: Request, services: Services) -> FormProof | None:
    """The newest form in this browser that is of the same invitation and reader, and is open."""
    path = request.route.partition(" ")[2]
    for key in reversed(request.form_keys):
        token = request.cookies[form_cookie(key)]
        answer = _open(token, services)
        if answer and whose(answer) == request.form.get("whose") and (answer.saved or path == "/answer"):
            return FormProof(f"{path}?form={key}", csrf_token(token))
    return None


def _open(token: str, services: Services) -> Answer | None:
    try:
        return read_answer(token, services)
    except HomeroomError:
        return None
