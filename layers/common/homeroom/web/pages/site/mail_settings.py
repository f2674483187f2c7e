"""The emails' section of the settings: what parents would get is shown first, or sent to oneself."""

import re
from dataclasses import replace

from homeroom.domain.kernel.limits import TooManyTries
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.mail.address_block import AddressBlocked
from homeroom.domain.site.settings_section import SettingsSection
from homeroom.use_cases.mail.ask_for_sample import ask_for_sample
from homeroom.use_cases.mail.sample import previewed
from homeroom.use_cases.ports.mailer import OutgoingMail
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.addresses import own_site
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.forms.form_parsing import FormInvalid
from homeroom.web.pages.site.settings import read_section
from homeroom.web.pages.site.settings_pages import Errors, MailPage

_MAIL = SettingsSection.MAIL
_LINK = re.compile(r"(<a\b[^>]*) href=")


class SampleProblem(Code):
    """Why no test is sent."""

    UNSAVED = "sample.unsaved"
    TOO_MANY = "sample.too_many"


def post_preview(request: Request, services: Services) -> Page:
    """With what is typed. Nothing is stored."""
    before = site_settings(services)
    try:
        after = replace(before, **read_section(_MAIL, before, request, services))
    except FormInvalid as invalid:
        return _as_typed(request, invalid.errors, 422)
    preview = _harmless(previewed(after, own_site(request, services), services))
    sender = services.mailer.sender_address
    shown = MailPage(_MAIL, request.form, preview=preview, is_saved=after == before, sender_address=sender)
    return Page(shown, shows_email=True)


def post_test(request: Request, services: Services) -> Page | Redirect:
    """Of what is saved: whoever has typed something else first hears that it is not."""
    before = site_settings(services)
    try:
        if replace(before, **read_section(_MAIL, before, request, services)) != before:
            return _refused(request, message(SampleProblem.UNSAVED), 409)
        ask_for_sample(request.by, services)
    except FormInvalid as invalid:
        return _as_typed(request, invalid.errors, 422)
    except AddressBlocked as blocked:
        return _refused(request, blocked.block.message, 409)
    except TooManyTries as too_many:
        return _refused(request, message(SampleProblem.TOO_MANY, most=too_many.limit.most), 429)
    return Redirect("/settings/mail?notice=test-sent")


def _refused(request: Request, why: Message, status: int) -> Page:
    return _as_typed(request, {"": why}, status)


def _as_typed(request: Request, errors: Errors, status: int) -> Page:
    return Page(MailPage(_MAIL, request.form, errors), status)


def _harmless(mail: OutgoingMail) -> OutgoingMail:
    """Its links look like links and are none: nobody leaves the form by the preview."""
    return replace(mail, html=_LINK.sub(r"\1 data-href=", mail.html))


ROUTES = (
    Route("POST", "/settings/mail/preview", Guard.ADMIN, post_preview),
    Route("POST", "/settings/mail/test", Guard.ADMIN, post_test),
)
