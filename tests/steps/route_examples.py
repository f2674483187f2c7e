"""For every route a request that means something: whose ids stand in its path, and what its form says.

A new route with a parameter or a form needs a line here, or the tests that walk over all routes fail and say so.
"""

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from homeroom.domain.accounts.second_factor import proposed_secret
from homeroom.domain.kernel.token import csrf_token, new_token
from homeroom.domain.roster.student import Student
from homeroom.domain.roster.student_edition import edition_of, protection_edition
from homeroom.use_cases.families.merge_contacts import two_contacts
from homeroom.use_cases.roster.merge_students import find_pair
from homeroom.web.core.form_cookies import form_cookie
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import ANONYMOUS_COOKIE, SESSION_COOKIE
from homeroom.web.core.routing import Route
from homeroom.web.forms.families.campaign_form import usual_values
from tests.factories import NOW, TODAY, a_code
from tests.steps.function_site import (
    EMPTY_HOMEROOM,
    FORM_KEY,
    FORMER_CODE,
    PASSWORD,
    Family,
    FunctionSite,
    Role,
    excluded,
)
from tests.steps.small_pictures import a_png

Form = dict[str, str]

_PARAMS: Mapping[str, Callable[[FunctionSite, Family], str | tuple[str, ...]]] = {
    "/students/{id}": lambda _, family: family.student_id,
    "/students/{id}/invitations": lambda _, family: family.invited_id,
    "/students/{id}/contacts/{contact_id}/data": lambda _, family: (family.student_id, f"contact-{family.name}"),
    "/students/{id}/contacts/{contact_id}/data.html": lambda _, family: (family.student_id, f"contact-{family.name}"),
    "/students/{id}/contacts/{contact_id}/data.json": lambda _, family: (family.student_id, f"contact-{family.name}"),
    "/students/{id}/contacts/{contact_id}/unlink": lambda _, family: (family.student_id, f"contact-{family.name}"),
    "/students/{id}/contacts/{contact_id}/same": lambda _, family: (family.student_id, f"contact-{family.name}"),
    "/students/{id}/contacts/{contact_id}/same/{other_id}": lambda _, family: (
        family.student_id,
        f"contact-{family.name}",
        family.recorded_id,
    ),
    "/students/{id}/contacts/{contact_id}/changes": lambda _, family: (family.student_id, f"contact-{family.name}"),
    "/students/{id}/contacts/{contact_id}/edit": lambda _, family: (family.student_id, f"contact-{family.name}"),
    "/students/{id}/contacts/{contact_id}/dates": lambda _, family: (family.student_id, f"contact-{family.name}"),
    "/students/{id}/letter": lambda _, family: family.invited_id,
    "/homerooms/{code}": lambda *_: "3-A",
    "/homerooms/{code}/remove": lambda *_: EMPTY_HOMEROOM,
    "/grades/{grade}": lambda *_: "3",
    "/imports/{id}": lambda site, _: site.imports["checked"],
    "/imports/{id}/stop": lambda site, _: site.imports["placing"],
    "/imports/{id}/go-on": lambda site, _: site.imports["waiting"],
    "/imports/{id}/leave": lambda site, _: site.imports["waiting"],
    "/imports/{id}/rows": lambda site, _: site.imports["finished"],
    "/imports/{id}/withdraw": lambda site, _: site.imports["finished"],
    "/imports/{id}/results": lambda site, _: site.imports["finished"],
    "/contacts/{id}": lambda site, _: site.export_id,
    "/campaigns/{id}": lambda site, _: site.campaign_id,
    "/invitations/{id}": lambda _, family: family.invitation_id,
    "/me/declined/{id}/take-back": lambda _, family: family.declined_id,
    "/requests/{id}": lambda _, family: family.request_id,
    "/i/{token}": lambda _, family: family.link,
    "/u/{token}": lambda _, family: family.stop,
    "/u/{token}/again": lambda _, family: family.stopped,
    "/invitations/{id}/mail-again": lambda _, family: family.stopped_id,
    "/login/link/{token}": lambda site, family: site.log_in_secrets[family.name][0],
    "/login/invited/{token}": lambda site, _: site.admin_link,
    "/settings/people/{id}": lambda *_: "u-code",
    "/settings/people/invitations/{id}": lambda site, _: site.admin_invitation_id,
    "/confirm-address/{token}": lambda _, family: family.address_link,
    "/still-right/{token}": lambda _, family: family.still_right,
    "/me/sessions/{id}/end": lambda _, family: family.other_session_id,
    "/me/other-parents/{id}/ask-again": lambda _, family: family.recorded_id,
    "/settings/{section}": lambda *_: "school",
    "/logo/{file}": lambda site, _: site.logo,
    "/static/{file}": lambda *_: "style.css",
}
"""By the beginning of the path, the longest that fits."""

_CONTACT = {
    "first_name": "María",
    "last_name": "García",
    "email": "maria@example.org",
    "mobile_phone": "555 0100",
    "share_email": "site",
}
_STUDENT = {"first_name": "Zoë", "last_name": "Adams", "student_id": "90417", "homeroom": "3-A"}
_NOTHING: Form = {}
_CAMPAIGN = usual_values(TODAY)
_HOMEROOM = {"grade": "3", "room": "Room 77", "teachers": "Ms. Novak\nMr. Ito"}
_FORMS: Mapping[str, Callable[[FunctionSite, Family], Form]] = {
    "POST /login": lambda *_: {"email": "admin@example.org", "password": PASSWORD},
    "POST /login/second-factor": lambda *_: {"code": a_code()},
    "POST /login/second-factor/new": lambda site, _: {"code": _new_app_code(site, Role.OWES_APP)},
    "POST /me/second-factor/new": lambda site, _: {"code": _new_app_code(site, Role.ADMIN)},
    "POST /me/second-factor/off": lambda *_: {"off_code": a_code()},
    "POST /me/second-factor/recovery-codes": lambda *_: {"renew_code": a_code()},
    "POST /login/link": lambda *_: {"email": "admin@example.org"},
    "POST /login/code": lambda site, family: {"code": site.log_in_secrets[family.name][1]},
    "POST /login/link/{token}": lambda *_: _NOTHING,
    "POST /login/invited/{token}": lambda *_: {"name": "Kim Park", "password": "seven-quiet-lanterns-float"},
    "POST /login/password": lambda *_: {"password": "seven-quiet-lanterns-float"},
    "POST /logout": lambda *_: _NOTHING,
    "POST /students/{id}/invitations": lambda *_: {"parent_email": "new@example.org", "parent_name": "New Parent"},
    "POST /students/{id}/contacts/{contact_id}/unlink": lambda *_: _NOTHING,
    "POST /students/{id}/merge": lambda site, family: {
        "with": family.answered_id,
        "seen": find_pair(family.student_id, family.answered_id, site.world.services).seen,
    },
    "POST /students/{id}/delete": lambda site, family: {
        "confirm": "yes",
        "seen": str(site.world.services.roster.students([family.student_id])[family.student_id].version),
    },
    "POST /students/{id}/contacts/{contact_id}/data/delete": lambda *_: _NOTHING,
    "POST /students/{id}/contacts/{contact_id}/data/keep": lambda *_: _NOTHING,
    "POST /me/data/delete": lambda *_: {"password": PASSWORD},
    "POST /me/data/keep": lambda *_: _NOTHING,
    "POST /students/{id}/contacts/{contact_id}/changes": lambda *_: {"number": "1"},
    "POST /students/{id}/contacts/{contact_id}/dates": lambda site, _: {
        f"until_{i}": "2031-08-31" for i in _students(site)
    },
    "POST /students/new": lambda *_: _STUDENT,
    "POST /students/{id}/edit": lambda site, family: _STUDENT | {"version": edition_of(_student(site, family))},
    "POST /students/{id}/left": lambda *_: {"left": "yes"},
    "POST /students/{id}/protected": lambda site, family: {
        "reason": "Court order of May 3",
        "version": protection_edition(_student(site, family)),
    },
    "POST /students/{id}/contacts/{contact_id}/edit": lambda site, _: (
        _CONTACT | _relations(site) | {"said_how": "phone", "said_note": "María called on May 3"}
    ),
    "POST /students/{id}/contacts/{contact_id}/same/{other_id}": lambda site, family: {
        "version": two_contacts(
            family.student_id, f"contact-{family.name}", family.recorded_id, site.world.services
        ).edition,
        "keep_name": family.recorded_id,
    },
    "POST /students/{id}/another-parent": lambda site, _: _CONTACT | _relations(site) | {"send_invitation": "yes"},
    "POST /homerooms/new": lambda *_: _HOMEROOM | {"code": "4-Z"},
    "POST /homerooms/{code}/edit": lambda *_: _HOMEROOM | {"code": "3-A"},
    "POST /homerooms/{code}/free": lambda *_: {"former": FORMER_CODE},
    "POST /homerooms/{code}/merge": lambda *_: {"into": EMPTY_HOMEROOM},
    "POST /homerooms/{code}/remove": lambda *_: _NOTHING,
    "POST /homerooms/{code}/contacts": lambda *_: _NOTHING,
    "POST /grades/{grade}/contacts": lambda *_: _NOTHING,
    "POST /imports": lambda *_: {"file": "class_code\n3-A\n"},
    "POST /imports/uploads": lambda *_: {"name": "new families.csv"},
    "POST /imports/{id}/confirm": lambda *_: _NOTHING,
    "POST /imports/{id}/go-on": lambda site, _: {
        "check": f"{site.imports['waiting']}.1",
        "rows_doubt.other_name": "yes",
    },
    "POST /imports/{id}/ask-again": lambda *_: _NOTHING,
    "POST /imports/{id}/leave": lambda *_: _NOTHING,
    "POST /imports/{id}/rows": lambda *_: {"which": "all", "what": "accept"},
    "POST /imports/{id}/new-homerooms": lambda *_: _NOTHING,
    "POST /imports/{id}/stop": lambda *_: _NOTHING,
    "POST /imports/{id}/withdraw": lambda *_: _NOTHING,
    "POST /contacts": lambda *_: {"export": "0" * 24, "shape": "students", "students": "all"},
    "POST /contacts/changes": lambda *_: {"export": "1" * 24, "since": "2026-08-01"},
    "POST /contacts/{id}/download": lambda *_: _NOTHING,
    "POST /campaigns": lambda *_: _CAMPAIGN,
    "POST /campaigns/count": lambda *_: _CAMPAIGN,
    "POST /campaigns/{id}/end": lambda *_: _NOTHING,
    "POST /me/confirm": lambda *_: _NOTHING,
    "POST /invitations/send-again": lambda *_: _NOTHING,
    "POST /letters": lambda *_: {"no_address": "yes", "all": "yes"},
    "POST /letters/withdraw": lambda *_: {"homeroom": "3-A", "newest": NOW.isoformat()},
    "POST /students/{id}/letter": lambda *_: _NOTHING,
    "POST /invitations/{id}/send-again": lambda *_: {"allow_again": "yes"},
    "POST /invitations/{id}/mail-again": lambda *_: {"note": "María called on May 3"},
    "POST /invitations/{id}/address": lambda *_: {"email": "corrected@example.org"},
    "POST /invitations/{id}/withdraw": lambda *_: _NOTHING,
    "POST /invitations/{id}/hold": lambda *_: _NOTHING,
    "POST /invitations/{id}/release": lambda *_: _NOTHING,
    "POST /requests/{id}/approve": lambda *_: _NOTHING,
    "POST /requests/{id}/decline": lambda *_: _NOTHING,
    "POST /settings/{section}": lambda *_: {"school_name": "Another School"},
    "POST /settings/logo": lambda site, _: {"logo": site.logo, "file": a_png(2, 2).decode("latin-1")},
    "POST /settings/logo/remove": lambda site, _: {"logo": site.logo},
    "POST /settings/mail/preview": lambda *_: {"own_words_en": "Welcome back!"},
    "POST /settings/mail/test": lambda *_: _NOTHING,
    "POST /settings/people": lambda *_: {"email": "chris.ode@example.org"},
    "POST /settings/people/invitations/{id}/again": lambda *_: {"number": "1"},
    "POST /settings/people/invitations/{id}/withdraw": lambda *_: {"number": "1"},
    "POST /settings/people/{id}/log-out": lambda *_: _NOTHING,
    "POST /settings/people/{id}/remove": lambda *_: _NOTHING,
    "POST /settings/next-year": lambda *_: {"year": "2027-2028"},
    "POST /me/password": lambda *_: {"password": "another-long-password", "old_password": PASSWORD},
    "POST /me/email": lambda *_: {"email": "another@example.org", "password": PASSWORD},
    "POST /me/email/again": lambda *_: _NOTHING,
    "POST /me/email/keep": lambda *_: _NOTHING,
    "POST /confirm-address/{token}": lambda *_: _NOTHING,
    "POST /still-right/{token}": lambda *_: _NOTHING,
    "POST /me/sessions/{id}/end": lambda *_: _NOTHING,
    "POST /me/sessions/end-others": lambda *_: _NOTHING,
    "POST /me/another-parent": lambda site, _: _CONTACT | _relations(site) | {"send_invitation": "yes"},
    "POST /me/other-parents/{id}/ask-again": lambda *_: _NOTHING,
    "POST /me/school-mail": lambda *_: {"wanted": "no"},
    "POST /me/emails": lambda *_: {"wanted": "no"},
    "POST /me/edit": lambda site, _: _CONTACT | _relations(site),
    "POST /me/exclusions": lambda *_: {"who": "somebody@example.org"},
    "POST /me/exclusions/end": lambda _, family: {"exclusion": excluded(family.name).key},
    "POST /i/{token}": lambda *_: _NOTHING,
    "POST /i/{token}/decline": lambda *_: {"which": "all"},
    "POST /i/{token}/declined": lambda *_: _NOTHING,
    "POST /answer/declined": lambda *_: _NOTHING,
    "POST /me/declined/{id}/take-back": lambda *_: _NOTHING,
    "POST /i/{token}/new-link": lambda *_: _NOTHING,
    "POST /code": lambda _, family: {"code": family.code},
    "POST /code/new-link": lambda _, family: {"code": family.code},
    "POST /u/{token}": lambda *_: _NOTHING,
    "POST /u/{token}/again": lambda *_: _NOTHING,
    "POST /answer/who": lambda *_: {"parent": "new"},
    "POST /answer/done": lambda *_: _NOTHING,
    "POST /me/who": lambda _, family: {"parent": f"contact-{family.name}-1"},
    "POST /answer": lambda site, _: _CONTACT | _relations(site),
    "POST /answer/another-parent": lambda site, _: _CONTACT | _relations(site) | {"send_invitation": "yes"},
    "POST /answer/register": lambda *_: {"password": PASSWORD},
    "POST /answer/decline": lambda site, _: {"which": "some"} | {f"not_mine_{i}": "yes" for i in _students(site)},
}


def path_of(route: Route, site: FunctionSite, family: Family) -> str:
    """The path with this family's ids in it."""
    if "{" not in route.path:
        return route.path
    fitting = [beginning for beginning in _PARAMS if f"{route.path}/".startswith(f"{beginning}/")]
    assert fitting, f"{route.key}: tests/steps/route_examples.py does not say what stands in its path"
    value = _PARAMS[max(fitting, key=len)](site, family)
    values = iter((value,) if isinstance(value, str) else value)
    return re.sub(r"{\w+}", lambda _: next(values), route.path)


def form_of(route: Route, site: FunctionSite, family: Family, role: Role) -> Form:
    """What a page of ours would send for this visitor, with its proof. It names the students of both families."""
    assert route.key in _FORMS, f"{route.key}: tests/steps/route_examples.py does not say what its form holds"
    secret = _secret(route.guard, site.cookies_of(role), path_of(route, site, family))
    return _FORMS[route.key](site, family) | ({"csrf": csrf_token(secret)} if secret else {})


def body_of(route: Route, form: Form) -> tuple[bytes, str]:
    """Body and content type."""
    if "file" not in form:
        return urlencode(form).encode(), "application/x-www-form-urlencoded"
    parts = [f'--B\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n' for name, text in form.items()]
    file = 'name="file"\r\n'
    body = "".join(parts).replace(file, 'name="file"; filename="a.csv"\r\n') + "--B--\r\n"
    return body.encode("latin-1"), "multipart/form-data; boundary=B"


def _secret(guard: Guard, cookies: Mapping[str, str], path: str) -> str:
    if guard in (Guard.LINK, Guard.STOPPING):
        return next(part for part in path.split("/") if len(part) == len(new_token()))
    cookie = {Guard.ANYBODY: ANONYMOUS_COOKIE, Guard.ANSWERING: form_cookie(FORM_KEY)}.get(guard, SESSION_COOKIE)
    return cookies.get(cookie, "")


def _new_app_code(site: FunctionSite, role: Role) -> str:
    """Of the app that this one is just setting up."""
    session = site.cookies_of(role)[SESSION_COOKIE]
    return a_code(secret=proposed_secret(session, site.world.services.site.secret()))


def _students(site: FunctionSite) -> list[str]:
    return [i for family in site.families for i in family.student_ids]


def _student(site: FunctionSite, family: Family) -> Student:
    student = site.world.store.one(Student, family.student_id)
    assert student
    return student


def _relations(site: FunctionSite) -> Form:
    """To every student there is."""
    ids = _students(site)
    return {f"relationship_{i}": "Aunt" for i in ids} | {f"lives_with_{i}": "no" for i in ids}
