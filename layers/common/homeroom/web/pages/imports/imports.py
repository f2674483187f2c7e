"""Imports: check a file on the page, confirm it, watch what becomes of it, take the results home."""

from urllib.parse import quote

from homeroom.domain.imports.import_run import MOST_CHECKED, ImportRun, ImportState, Upload
from homeroom.domain.imports.outcome import Outcome
from homeroom.use_cases.errors import NotFound
from homeroom.use_cases.imports.cancel_import import ask_to_stop, ask_to_withdraw
from homeroom.use_cases.imports.need_attention import need_attention
from homeroom.use_cases.imports.show_import import ImportStory, show_import, to_correct
from homeroom.use_cases.imports.start_import import (
    check_with_new_homerooms,
    confirm_import,
    form_for_check,
    put_for_check,
)
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.words import about, day_and_time, named
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Json, Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.labels import IMPORT_STATES
from homeroom.web.pages.imports.import_waiting import REFRESH, waiting_page
from homeroom.web.pages.invitations.invitation_lines import list_url

_NEWEST = 50
_MOST_IN_FORM = 4 * 1024 * 1024
"""Bytes. A form travels inside a Lambda event, which takes 6 MB, a third of it lost to base64."""
_SIZES = {"in_form": _MOST_IN_FORM, "most": MOST_CHECKED}


_SHOWN = frozenset({"class_code", "student_id", "student_last_name", "student_first_name", "student_name"})
"""Columns of a wrong row that are shown beside those where something is wrong."""


def show_imports(request: Request, services: Services) -> Page:
    return _list(services, {}, 200)


def post_import(request: Request, services: Services) -> Page | Redirect:
    file = request.files.get("file")
    if file is None or not file.name:
        return _list(services, {"file": "Choose a CSV file first."}, 422)
    if len(file.body) > _MOST_IN_FORM:
        sentence = "This file is larger than 4 MB. Drop it into the upload bucket instead."
        return _list(services, {"file": sentence}, 422)
    return _go_to(put_for_check(file.name, file.body, request.viewer, services))


def post_upload_form(request: Request, services: Services) -> Json:
    """What the page's script needs to send a larger file to the bucket itself: `{address, fields}`."""
    form = form_for_check(request.form.get("name", ""), request.viewer, f"{request.site}/imports/", services)
    return Json({"address": form.address, "fields": dict(form.fields)})


def post_confirm(request: Request, services: Services) -> Redirect:
    return _go_to(confirm_import(request.params["id"], request.viewer, services))


def post_new_homerooms(request: Request, services: Services) -> Redirect:
    return _go_to(check_with_new_homerooms(request.params["id"], request.viewer, services))


def post_stop(request: Request, services: Services) -> Redirect:
    ask_to_stop(request.params["id"], services, request.viewer.name)
    return Redirect(f"/imports/{request.params['id']}")


def post_withdraw(request: Request, services: Services) -> Redirect:
    ask_to_withdraw(request.params["id"], services, request.viewer.name)
    return Redirect(f"/imports/{request.params['id']}")


def _go_to(upload: Upload) -> Redirect:
    """To the page of an import that may not have begun yet."""
    return Redirect(f"/imports/{upload.import_id}?name={quote(upload.name, safe='')}")


def show_one_import(request: Request, services: Services) -> Page:
    outcome = _outcome(request.query.get("outcome", ""))
    after = request.query.get("after", "")
    try:
        story = show_import(request.params["id"], outcome, int(after) if after.isdecimal() else 0, services)
    except NotFound:
        if page := waiting_page(request, services.clock()):
            return page
        raise
    if story.run.state is ImportState.CHECKED:
        return _check(story, outcome, services)
    context = {
        "imp": _import(story.run, services),
        "rows": story.rows,
        "outcome": outcome.value if outcome else "",
        "refresh": "" if story.run.over else REFRESH,
        "late": False,
        "mail_out": _mail_out(story.run, services),
        "attention": _attention(story.run, services),
        "can_stop": story.run.can_be_stopped,
        "can_withdraw": story.run.can_be_withdrawn and story.run.counts.get(Outcome.INVITED.value, 0) > 0,
        **_more(story, outcome),
    }
    return Page("imports/import.html", context)


def _attention(run: ImportRun, services: Services) -> list[tuple[str, str]]:
    """Sentences about parents to look after, each with the list that they stand in."""
    found = need_attention(run, services)
    told = (
        (found.bounced, "bounced", "Their mail could not be sent, or came back."),
        (found.unheard, "waiting", "Nothing has been heard of their mail for a day."),
    )
    return [
        (f"{number:,} {'parent needs' if number == 1 else 'parents need'} attention. {why}", _list_of(run, state))
        for number, state, why in told
        if number
    ]


def _list_of(run: ImportRun, state: str) -> str:
    return list_url(**{"state": state, "import": run.id})


def _mail_out(run: ImportRun, services: Services) -> str:
    """When the last mail is out, in words; empty where there is nothing to say."""
    span = run.mail_out_in(services.clock())
    return about(span) if span else ""


def _more(story: ImportStory, outcome: Outcome | None) -> dict[str, object]:
    page = f"/imports/{story.run.id}?outcome={quote(outcome.value) if outcome else ''}"
    return {"next_url": f"{page}&after={story.next_after}" if story.next_after else "", "last_row": story.last_row}


def _check(story: ImportStory, outcome: Outcome | None, services: Services) -> Page:
    """What an import would do, and what to correct before."""
    columns, wrong = to_correct(story.run, services)
    shown = _SHOWN | {c.column for c in columns}
    context = {
        "imp": _import(story.run, services),
        "sizes": _SIZES,
        "mails": story.run.mails,
        "to_correct": [{"column": c.column, "rows": named([str(n) for n in c.rows])} for c in columns],
        "columns": [cell.column for cell in wrong[0].cells if cell.column in shown] if wrong else [],
        "wrong": wrong,
        "more_wrong": story.run.counts.get(Outcome.FAILED.value, 0) > len(wrong),
        "unknown_homerooms": any(c.column == "class_code" for c in columns) and not story.run.new_homerooms,
        "rows": story.rows if outcome else [],
        "outcome": outcome.value if outcome else "",
        **_more(story, outcome),
    }
    return Page("imports/import_check.html", context, sends_files_to=services.files.form_address)


def download_results(request: Request, services: Services) -> Redirect:
    run = services.imports.get(request.params["id"])
    if run is None or not _has_results(run):
        raise NotFound
    return Redirect(services.files.results_address(run.upload, run.results_version))


def _has_results(run: ImportRun) -> bool:
    """Those of a file that was refused say why, but for runs of old."""
    if run.state is ImportState.FAILED:
        return bool(run.results_version)
    return run.over and run.state is not ImportState.CHECKED


def _list(services: Services, errors: dict[str, str], status: int) -> Page:
    imports = [_import(run, services) for run in services.imports.newest(_NEWEST)]
    context = {"imports": imports, "errors": errors, "more_url": "", "sizes": _SIZES}
    return Page("imports/imports.html", context, status, sends_files_to=services.files.form_address)


def _import(run: ImportRun, services: Services) -> dict[str, object]:
    state, label = IMPORT_STATES[run.state]
    return {
        "id": run.id,
        "url": f"/imports/{run.id}",
        "name": run.upload.name,
        "when": day_and_time(run.started_at),
        "by": _who(run.by_user, services),
        "state": state,
        "state_label": label,
        "rows": run.rows,
        "done": run.rows,
        "percent": run.percent,
        "counts": {outcome.value: run.counts.get(outcome.value, 0) for outcome in Outcome},
        "detected": run.detected,
        "notices": run.notices,
        "problems": run.problems,
        "half_way": bool(run.problems and run.rows) and not run.upload.for_check_only,
        "results_url": f"/imports/{run.id}/results" if _has_results(run) else "",
    }


def _who(user_key: str, services: Services) -> str:
    if not user_key:
        return "dropped into the bucket"
    user = services.access.user(user_key)
    return f"uploaded by {user.name if user else 'somebody who has no log-in any more'}"


def _outcome(text: str) -> Outcome | None:
    return Outcome(text) if text in [outcome.value for outcome in Outcome] else None


ROUTES = (
    Route("GET", "/imports", Guard.ADMIN, show_imports),
    Route("POST", "/imports", Guard.ADMIN, post_import),
    Route("POST", "/imports/uploads", Guard.ADMIN, post_upload_form),
    Route("GET", "/imports/{id}", Guard.ADMIN, show_one_import),
    Route("POST", "/imports/{id}/confirm", Guard.ADMIN, post_confirm),
    Route("POST", "/imports/{id}/new-homerooms", Guard.ADMIN, post_new_homerooms),
    Route("POST", "/imports/{id}/stop", Guard.ADMIN, post_stop),
    Route("POST", "/imports/{id}/withdraw", Guard.ADMIN, post_withdraw),
    Route("GET", "/imports/{id}/results", Guard.ADMIN, download_results),
)
