"""Stop or restart email, from a parent's own page: one press each."""

from homeroom.use_cases.families.my_email import want_school_mail
from homeroom.use_cases.mail.stop_mails import mail_me_again, stop_my_mails
from homeroom.use_cases.ports.services import Services
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Redirect
from homeroom.web.core.routing import Route


def post_school_mail(request: Request, services: Services) -> Redirect:
    wanted = _wanted(request)
    want_school_mail(request.by, services, wanted=wanted)
    return Redirect(f"/me?notice=school-mail-{'on' if wanted else 'off'}")


def post_emails(request: Request, services: Services) -> Redirect:
    if _wanted(request):
        mail_me_again(request.by, services)
        return Redirect("/me?notice=emails-on")
    stop_my_mails(request.by, services)
    return Redirect("/me?notice=emails-off")


def _wanted(request: Request) -> bool:
    """The button says which: pressed twice, or in an old tab, it means the same."""
    return request.form.get("wanted") == "yes"


ROUTES = (
    Route("POST", "/me/school-mail", Guard.PARENT, post_school_mail),
    Route("POST", "/me/emails", Guard.PARENT, post_emails),
)
