"""After the form: what was saved, what may come next, and the end."""

from homeroom.domain.families.languages import LANGUAGES
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.use_cases.accounts.sessions import end_session
from homeroom.use_cases.answers.add_parent import added_parents
from homeroom.use_cases.answers.answer import Answer
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.form_cookies import form_cookie
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect, drop_cookie
from homeroom.web.core.routing import Route
from homeroom.web.forms.families.other_parent import OTHER_PARENT_NOTICES
from homeroom.web.pages.answers.contexts import AnswerDonePage, AnswerNextPage, SavedChild
from homeroom.web.pages.answers.form_session import page_url, saved_answer


class AnswerNotice(Code):
    """What has just been done."""

    SAVED = "answer.saved"
    RELATION_SAVED = "answer.relation_saved"


def show_next(request: Request, services: Services) -> Page:
    answer = saved_answer(request, services)
    details = answer.contact.details if answer.contact and not answer.is_known else None
    context = AnswerNextPage(
        name=answer.parents_name,
        first_names=answer.first_names,
        details=details,
        new_email=answer.contact.new_email if answer.contact else "",
        language=LANGUAGES.get(details.language, details.language) if details else "",
        children=_saved_children(answer),
        form=page_url(request, "/answer"),
        can_register=answer.can_register,
        added=added_parents(answer, services),
        notice=OTHER_PARENT_NOTICES.get(request.query.get("notice", ""), _saved_notice(answer)),
    )
    return Page(context)


def _saved_children(answer: Answer) -> list[SavedChild]:
    contact = answer.contact
    if contact is None:
        return []
    return [
        SavedChild(s.id, s.first_name, relation.relationship, relation.lives_with, contact.id in s.unlisted_by)
        for s in answer.students
        if (relation := contact.students.get(s.id))
    ]


def _saved_notice(answer: Answer) -> Message:
    return message(AnswerNotice.RELATION_SAVED if answer.is_known else AnswerNotice.SAVED)


def post_done(request: Request, services: Services) -> Redirect:
    """Whoever uses this browser next is not to find the form open."""
    end_session(request.form_token, services)
    return Redirect("/answer/done", (drop_cookie(form_cookie(request.form_key)),))


def show_done(request: Request, services: Services) -> Page:
    """The same for everybody: nobody's form is open any more."""
    return Page(AnswerDonePage())


ROUTES = (
    Route("GET", "/answer/next", Guard.ANSWERING, show_next),
    Route("POST", "/answer/done", Guard.ANSWERING, post_done),
    Route("GET", "/answer/done", Guard.ANYBODY, show_done),
)
