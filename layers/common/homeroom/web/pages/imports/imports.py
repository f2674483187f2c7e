"""Imports: check a file on the page, confirm it, watch what becomes of it, take the results home."""

from dataclasses import replace
from urllib.parse import quote

from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.import_state import OVER, ImportState
from homeroom.domain.imports.look import NOTHING_SEEN
from homeroom.domain.imports.outcome import Outcome
from homeroom.domain.kernel.errors import NotFound
from homeroom.domain.kernel.message import Message, message
from homeroom.use_cases.imports.cancel_import import request_stop, request_withdrawal
from homeroom.use_cases.imports.count_needing_attention import need_attention
from homeroom.use_cases.imports.show_import import RowsPage, show_import, to_correct
from homeroom.use_cases.imports.start_import import (
    check_with_new_homerooms,
    form_for_check,
    put_for_check,
)
from homeroom.use_cases.ports.services import Services
from homeroom.use_cases.site.site_settings import site_settings
from homeroom.web.core.guards import Guard
from homeroom.web.core.requests import Request
from homeroom.web.core.responses import Json, Page, Redirect
from homeroom.web.core.routing import Route
from homeroom.web.pages.imports.contexts import (
    MOST_IN_FORM,
    DoubtsShown,
    ImportCheckPage,
    ImportPage,
    ImportsPage,
    ShownImport,
    UploadProblem,
)
from homeroom.web.pages.imports.doubts_shown import shown_answers, shown_doubts
from homeroom.web.pages.imports.import_waiting import REFRESH, from_bucket, to_page_of, waiting_page
from homeroom.web.pages.imports.wrong_rows import wrong_rows

_NEWEST = 50

_RUNNING = frozenset(ImportState) - OVER - {ImportState.WAITING}


def show_imports(request: Request, services: Services) -> Page:
    return _list(services)


def post_import(request: Request, services: Services) -> Page | Redirect:
    file = request.files.get("file")
    if file is None or not file.name:
        return _list(services, message(UploadProblem.NO_FILE))
    if len(file.body) > MOST_IN_FORM:
        return _list(services, message(UploadProblem.TOO_LARGE, megabytes=MOST_IN_FORM // 1024**2))
    return to_page_of(put_for_check(file.name, file.body, request.viewer, services).import_id)


def post_upload_form(request: Request, services: Services) -> Json:
    """What the page's script needs to send a larger file to the bucket itself: `{address, fields}`."""
    form = form_for_check(request.form.get("name", ""), request.viewer, f"{request.site}/imports/", services)
    return Json({"address": form.address, "fields": dict(form.fields)})


def post_new_homerooms(request: Request, services: Services) -> Redirect:
    return to_page_of(check_with_new_homerooms(request.params["id"], request.by, services).import_id)


def post_stop(request: Request, services: Services) -> Redirect:
    request_stop(request.params["id"], request.by, services)
    return Redirect(f"/imports/{request.params['id']}")


def post_withdraw(request: Request, services: Services) -> Redirect:
    request_withdrawal(request.params["id"], request.by, services)
    return Redirect(f"/imports/{request.params['id']}")


def show_one_import(request: Request, services: Services) -> Page | Redirect:
    return from_bucket(request) or import_page(request, services)


def import_page(request: Request, services: Services, error: Message | None = None) -> Page:
    """`error` is what is wrong with the form that was sent. Raises NotFound."""
    outcome = _outcome(request.query.get("outcome", ""))
    after = request.row_number("after")
    try:
        rows = show_import(request.params["id"], outcome, after, services)
    except NotFound:
        if waiting := waiting_page(request, services.clock()):
            return waiting
        raise
    run = rows.run
    if run.state is ImportState.WAITING:
        return _check(run, show_import(run.check_id, outcome, after, services), outcome, error, services)
    if run.state is ImportState.CHECKED:
        return _check(run, rows, outcome, error, services)
    over = run.report_is_over(services.clock())
    context = ImportPage(
        imp=_shown(run, services),
        rows=rows.rows,
        outcome=outcome,
        next_url=_next_url(run, rows, outcome),
        last_row=rows.last_row,
        refresh="" if run.at_rest else REFRESH,
        mail_out=run.mail_out_in(services.clock()),
        attention=need_attention(run, services),
        can_stop=run.can_be_stopped,
        can_withdraw=run.can_be_withdrawn and run.counts.get(Outcome.INVITED.value, 0) > 0 and not over,
        report_over=over,
        doubts=shown_doubts(replace(run, look=NOTHING_SEEN), services) if run.waits else DoubtsShown(),
        answers=shown_answers(run, services),
        error=error,
    )
    return Page(context, 422 if error else 200)


def _next_url(run: ImportRun, rows: RowsPage, outcome: Outcome | None) -> str:
    if not rows.next_after:
        return ""
    return f"/imports/{run.id}?outcome={quote(outcome.value) if outcome else ''}&after={rows.next_after}"


def _check(run: ImportRun, rows: RowsPage, outcome: Outcome | None, error: Message | None, services: Services) -> Page:
    """What an import would do, and what to look at and to correct before. `rows` are those of its check, which is the
    run itself, unless that waits.
    """
    check = rows.run
    columns, wrong = to_correct(check, services)
    context = ImportCheckPage(
        report_over=check.report_is_over(services.clock()),
        imp=replace(_shown(check, services), id=run.id, state=run.state.label, badge=run.state.value),
        mails=check.mails,
        is_whole=check.state is ImportState.CHECKED,
        moved=check.look.moved,
        years={} if list(check.look.years) == [site_settings(services).school_year] else check.look.years,
        doubts=shown_doubts(check, services),
        waiting_check=check.id if run is not check else "",
        differs=run.look.differs,
        answers=shown_answers(run, services),
        error=error,
        to_correct=columns,
        homerooms=check.homerooms,
        wrong=wrong_rows(wrong),
        more_wrong=check.to_correct > len(wrong),
        unknown_homerooms=any(c.column == "class_code" for c in columns) and not check.new_homerooms,
        rows=rows.rows if outcome else [],
        outcome=outcome,
        next_url=_next_url(run, rows, outcome),
        last_row=rows.last_row,
    )
    return Page(context, 422 if error else 200, sends_files_to=services.files.form_address)


def download_results(request: Request, services: Services) -> Redirect:
    run = services.imports.get(request.params["id"])
    if run is None or not _has_results(run):
        raise NotFound
    return Redirect(services.files.results_address(run.upload, run.results_version))


def _has_results(run: ImportRun) -> bool:
    """Those of a file that was refused say why, but for runs of old."""
    if run.state is ImportState.FAILED:
        return bool(run.results_version)
    return run.at_rest and run.state is not ImportState.CHECKED


def _list(services: Services, error: Message | None = None) -> Page:
    imports = [_shown(run, services) for run in services.imports.newest(_NEWEST)]
    return Page(ImportsPage(imports, error), 422 if error else 200, sends_files_to=services.files.form_address)


def _shown(run: ImportRun, services: Services) -> ShownImport:
    uploader = services.access.user(run.by_user) if run.by_user else None
    return ShownImport(
        id=run.id,
        name=run.upload.name,
        state=run.state.label,
        badge="running" if run.state in _RUNNING else run.state.value,
        started_at=run.started_at,
        is_dropped=not run.by_user,
        uploader=uploader.name if uploader else "",
        rows=run.rows,
        percent=run.percent,
        counts={outcome: run.counts.get(outcome.value, 0) for outcome in Outcome},
        with_wrong_address=run.with_wrong_address,
        detected=run.detected,
        notices=run.notices if run.state is ImportState.CHECKED else (*run.notices, *run.look.not_accepted),
        problems=run.problems,
        half_way=bool(run.problems and run.rows) and not run.upload.for_check_only,
        has_results=_has_results(run),
    )


def _outcome(text: str) -> Outcome | None:
    return Outcome(text) if text in [outcome.value for outcome in Outcome] else None


ROUTES = (
    Route("GET", "/imports", Guard.ADMIN, show_imports),
    Route("POST", "/imports", Guard.ADMIN, post_import),
    Route("POST", "/imports/uploads", Guard.ADMIN, post_upload_form),
    Route("GET", "/imports/{id}", Guard.ADMIN, show_one_import),
    Route("POST", "/imports/{id}/new-homerooms", Guard.ADMIN, post_new_homerooms),
    Route("POST", "/imports/{id}/stop", Guard.ADMIN, post_stop),
    Route("POST", "/imports/{id}/withdraw", Guard.ADMIN, post_withdraw),
    Route("GET", "/imports/{id}/results", Guard.ADMIN, download_results),
)
