"""The parent's way: the link in the mail, the form, another parent, a password."""

from collections.abc import Callable, Collection, Mapping

from homeroom.domain.invitation import LinkCompleted, LinkExpired, LinkSuperseded
from homeroom.domain.student import Student
from homeroom.use_cases.add_parent import add_parent
from homeroom.use_cases.answer import Answer, read_answer
from homeroom.use_cases.begin_answer import begin_answer
from homeroom.use_cases.decline import decline_by_link, decline_in_form
from homeroom.use_cases.errors import AnswerOver
from homeroom.use_cases.new_link import ask_for_new_link
from homeroom.use_cases.open_link import Visitor, open_link
from homeroom.use_cases.ports import Outside, WeakPassword
from homeroom.use_cases.register_parent import register_parent
from homeroom.use_cases.save_contact import save_contact
from homeroom.use_cases.words import day_in_words, masked, named
from homeroom.web.forms.contact_form import (
    LANGUAGES,
    ContactForm,
    OtherParentForm,
    contact_values,
    language_code,
    read_contact_form,
)
from homeroom.web.forms.reading import FormInvalid
from homeroom.web.guards import Guard
from homeroom.web.requests import FORM_COOKIE, Request
from homeroom.web.responses import Page, Redirect, set_cookie
from homeroom.web.routing import Route

_SHORTEST_PASSWORD = 10
_NOTICES = {
    "added": "The other parent is added.",
    "added-and-invited": "The other parent is added, and a mail to them is on its way.",
    "added-not-mailed": "The other parent is added. We cannot send mails to their address, so tell them yourself.",
}


def show_invitation(request: Request, outside: Outside) -> Page:
    try:
        opened = open_link(request.params["token"], _visitor(request), outside)
    except (LinkExpired, LinkSuperseded) as over:
        return _link_over(request, over)
    context = {
        "decline_url": f"/i/{request.params['token']}/decline",
        "first_names": named([s.first_name for s in opened.students]),
        "inviter": opened.invitation.inviter,
        "expires": day_in_words(opened.invitation.expires_at),
    }
    return Page("invitation.html", context)


def post_begin(request: Request, outside: Outside) -> Page | Redirect:
    try:
        started = begin_answer(request.params["token"], _visitor(request), outside)
    except (LinkExpired, LinkSuperseded) as over:
        return _link_over(request, over)
    return Redirect("/answer", (set_cookie(FORM_COOKIE, started.token, started.seconds),))


def _link_over(request: Request, over: LinkExpired | LinkSuperseded) -> Page:
    """The one dead end that leads on from here."""
    context = {
        "expired": isinstance(over, LinkExpired),
        "address": masked(over.email) if isinstance(over, LinkExpired) else "",
        "new_link_url": f"/i/{request.params['token']}/new-link",
    }
    return Page("link_over.html", context, 410)


def post_new_link(request: Request, outside: Outside) -> Redirect:
    ask_for_new_link(request.params["token"], outside)
    return Redirect("/new-link")


def show_new_link(request: Request, outside: Outside) -> Page:
    """The same for everybody, and its address says nothing."""
    return Page("new_link.html")


def show_decline(request: Request, outside: Outside) -> Page:
    link = f"/i/{request.params['token']}"
    return _decline_page(open_link(request.params["token"], _visitor(request), outside).students, link, {}, 200)


def post_decline(request: Request, outside: Outside) -> Page | Redirect:
    token, visitor = request.params["token"], _visitor(request)
    students = open_link(token, visitor, outside).students
    return _decline(students, f"/i/{token}", request, lambda ids: decline_by_link(token, ids, visitor, outside))


def show_decline_in_form(request: Request, outside: Outside) -> Page:
    return _decline_page(_unsaved(request, outside).students, "/answer", {}, 200)


def post_decline_in_form(request: Request, outside: Outside) -> Page | Redirect:
    students = _unsaved(request, outside).students
    return _decline(students, "/answer", request, lambda ids: decline_in_form(request.form_token, ids, outside))


def _decline(
    students: Collection[Student], back: str, request: Request, do: Callable[[Collection[str]], None]
) -> Page | Redirect:
    """Afterwards back to where it was said: to what is left, or to the page that says that nothing is."""
    chosen = [s.id for s in students if request.form.get(f"not_mine_{s.id}") == "yes"]
    if request.form.get("which") == "all":
        chosen = [s.id for s in students]
    if not chosen:
        return _decline_page(students, back, {"students": "Choose the names of those who are not your children."}, 422)
    do(chosen)
    return Redirect(back)


def _decline_page(students: Collection[Student], back: str, errors: Mapping[str, str], status: int) -> Page:
    context = {
        "students": students,
        "first_names": named([s.first_name for s in students]),
        "back": back,
        "errors": errors,
    }
    return Page("decline.html", context, status)


def _unsaved(request: Request, outside: Outside) -> Answer:
    answer = read_answer(request.form_token, outside)
    if answer.saved:
        raise LinkCompleted
    return answer


def show_form(request: Request, outside: Outside) -> Page:
    answer = read_answer(request.form_token, outside)
    return _form(answer, _first_values(answer), {}, 200)


def post_form(request: Request, outside: Outside) -> Page | Redirect:
    answer = read_answer(request.form_token, outside)
    try:
        filled = read_contact_form(ContactForm, request.form, answer.students)
    except FormInvalid as invalid:
        return _form(answer, request.form, invalid.errors, 422)
    save_contact(request.form_token, filled, outside)
    return Redirect("/answer/next")


def show_next(request: Request, outside: Outside) -> Page:
    answer = _saved(request, outside)
    context = {
        "first_names": _first_names(answer),
        "name": answer.contact.details.first_name if answer.contact else "",
        "can_register": answer.user is None,
        "notice": _NOTICES.get(request.query.get("notice", ""), "Your contact information is saved."),
    }
    return Page("answer_next.html", context)


def show_another_parent(request: Request, outside: Outside) -> Page:
    return _other_form(_saved(request, outside), {}, {}, 200)


def post_another_parent(request: Request, outside: Outside) -> Page | Redirect:
    answer = _saved(request, outside)
    send = request.form.get("send_invitation") == "yes"
    try:
        filled = read_contact_form(OtherParentForm, request.form, answer.students)
        if send and not filled.details.email:
            raise FormInvalid({"email": "Enter their e-mail address, or leave the box below empty."})
    except FormInvalid as invalid:
        return _other_form(answer, request.form, invalid.errors, 422)
    added = add_parent(request.form_token, filled, send=send, outside=outside)
    notice = "added-not-mailed" if added.blocked else "added-and-invited" if added.invited else "added"
    return Redirect(f"/answer/next?notice={notice}")


def show_register(request: Request, outside: Outside) -> Page:
    return _register(_saved(request, outside), {}, 200)


def post_register(request: Request, outside: Outside) -> Page | Redirect:
    answer = _saved(request, outside)
    password = request.form.get("password", "")
    sentence = f"Choose a password of at least {_SHORTEST_PASSWORD} characters."
    if not _SHORTEST_PASSWORD <= len(password) <= 99:
        return _register(answer, {"password": sentence}, 422)
    try:
        register_parent(request.form_token, password, outside)
    except WeakPassword:
        return _register(answer, {"password": sentence}, 422)
    return Redirect("/answer/done")


def show_done(request: Request, outside: Outside) -> Page:
    answer = _saved(request, outside)
    context = {
        "name": answer.contact.details.first_name if answer.contact else "",
        "first_names": _first_names(answer),
        "registered": answer.user is not None,
    }
    return Page("answer_done.html", context)


def _visitor(request: Request) -> Visitor:
    return Visitor(request.visitor, request.session_token)


def _saved(request: Request, outside: Outside) -> Answer:
    """What comes after the form is there only once the form is saved."""
    answer = read_answer(request.form_token, outside)
    if not answer.saved:
        raise AnswerOver
    return answer


def _first_names(answer: Answer) -> str:
    return named([s.first_name for s in answer.students])


def _first_values(answer: Answer) -> dict[str, str]:
    """Nothing asked that is known: what is stored, or the address that the link proved."""
    if answer.contact:
        return contact_values(answer.contact)
    known = answer.invitation.known
    values = {
        "first_name": known.first_name,
        "last_name": known.last_name,
        "email": answer.invitation.email,
        "language": language_code(known.language),
        "receives_school_mail": "yes",
    }
    return values | {f"relationship_{s.id}": known.relationship for s in answer.students}


def _form(answer: Answer, values: Mapping[str, str], errors: Mapping[str, str], status: int) -> Page:
    return _about_a_parent("answer.html", answer, values, errors, status)


def _other_form(answer: Answer, values: Mapping[str, str], errors: Mapping[str, str], status: int) -> Page:
    return _about_a_parent("another_parent.html", answer, values, errors, status)


def _about_a_parent(
    template: str, answer: Answer, values: Mapping[str, str], errors: Mapping[str, str], status: int
) -> Page:
    context = {
        "values": values,
        "errors": errors,
        "students": answer.students,
        "languages": list(LANGUAGES.items()),
        "first_names": _first_names(answer),
        "saved": answer.saved,
    }
    return Page(template, context, status)


def _register(answer: Answer, errors: Mapping[str, str], status: int) -> Page:
    context = {"email": answer.invitation.email, "values": {}, "errors": errors}
    return Page("register.html", context, status)


ROUTES = (
    Route("GET", "/i/{token}", Guard.LINK, show_invitation),
    Route("HEAD", "/i/{token}", Guard.LINK, show_invitation),
    Route("POST", "/i/{token}", Guard.LINK, post_begin),
    Route("GET", "/i/{token}/decline", Guard.LINK, show_decline),
    Route("POST", "/i/{token}/decline", Guard.LINK, post_decline),
    Route("POST", "/i/{token}/new-link", Guard.LINK, post_new_link),
    Route("GET", "/new-link", Guard.ANYBODY, show_new_link),
    Route("GET", "/answer", Guard.ANSWERING, show_form),
    Route("POST", "/answer", Guard.ANSWERING, post_form),
    Route("GET", "/answer/decline", Guard.ANSWERING, show_decline_in_form),
    Route("POST", "/answer/decline", Guard.ANSWERING, post_decline_in_form),
    Route("GET", "/answer/next", Guard.ANSWERING, show_next),
    Route("GET", "/answer/another-parent", Guard.ANSWERING, show_another_parent),
    Route("POST", "/answer/another-parent", Guard.ANSWERING, post_another_parent),
    Route("GET", "/answer/register", Guard.ANSWERING, show_register),
    Route("POST", "/answer/register", Guard.ANSWERING, post_register),
    Route("GET", "/answer/done", Guard.ANSWERING, show_done),
)
