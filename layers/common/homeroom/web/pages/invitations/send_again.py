"""Sending again to everyone of a list who has not answered: how many that is first, then how far it is."""

from collections.abc import Mapping

from homeroom.use_cases.invitations.bulk_resend import preview_bulk_resend, start_bulk_resend
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.pages.invitations.contexts import BulkResendPage
from homeroom.web.pages.invitations.invitation_lines import list_url
from homeroom.web.pages.invitations.list_filters import among, chosen, filters_in
from homeroom.web.pages.invitations.states import STATUS_LISTS


def show_send_again(request: Request, services: Services) -> Page:
    settings = site_settings(services)
    filters = filters_in(request.query, settings)
    whom, names = among(filters, settings), (request.viewer.name, settings.school_name)
    if whom is None:
        return Page(BulkResendPage(filters=filters, back_url=list_url(**filters)))
    preview = preview_bulk_resend(whom, services)
    context = BulkResendPage(
        filters=filters,
        back_url=list_url(**filters),
        chosen=chosen(filters, (), names, services),
        state=STATUS_LISTS[filters["state"]][0].label if filters["state"] else None,
        number=preview.number,
        exact=preview.exact,
        more=preview.more,
        running=preview.running,
    )
    return Page(context)


def post_send_again(request: Request, services: Services) -> Redirect:
    settings = site_settings(services)
    filters = filters_in(request.form, settings)
    whom = among(filters, settings)
    if whom:
        start_bulk_resend(whom, request.by, services)
    return Redirect(_here(filters))


def _here(filters: Mapping[str, str]) -> str:
    return list_url(**filters).replace("/invitations", "/invitations/send-again", 1)


ROUTES = (
    Route("GET", "/invitations/send-again", Guard.ADMIN, show_send_again),
    Route("POST", "/invitations/send-again", Guard.ADMIN, post_send_again),
)
