"""A file uploaded on the page: checked first, imported when a Site Admin confirms."""

from collections.abc import Collection, Mapping

from homeroom.domain.accounts.by import By
from homeroom.domain.accounts.user import User
from homeroom.domain.audit.audit_entry import About, AuditAction
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.import_state import ImportState
from homeroom.domain.imports.upload import Upload
from homeroom.domain.kernel.change import Change
from homeroom.domain.kernel.errors import NotFound
from homeroom.use_cases.audit.record import recorded
from homeroom.use_cases.imports.answer_doubts import accepted_by, answers_to_remember
from homeroom.use_cases.ports.files import UploadForm, UploadGone
from homeroom.use_cases.ports.services import Services


def put_for_check(name: str, body: bytes, user: User, services: Services) -> Upload:
    """Keep the file, which begins its check. The page of the import is that of the result's `import_id`."""
    return services.files.put_check(name, body, user.email_key)


def form_for_check(name: str, user: User, imports_page: str, services: Services) -> UploadForm:
    """For a file too large for a form of our own. `imports_page` is the address, with a slash at its end, below
    which the pages of imports are.
    """
    return services.files.check_form(name, user.email_key, imports_page)


def confirm_import(
    check_id: str, rows_too: Collection[str], answers: Mapping[str, str], by: By, services: Services
) -> Upload:
    """Drop the checked file into the bucket. From here on it is an import like any other, and dropping it
    twice imports nothing twice. `rows_too` are the ids of doubts about rows that hold none any more. With `answers` to
    questions about the file it is checked again: it may read otherwise.

    Raises NotFound when there is no such check, or its file is gone, and NotAnswered where a question is open.
    """
    check = _finished(check_id, services)
    by_user = by.user.email_key
    try:
        if remembered := answers_to_remember(check.look, answers, services):
            _record(AuditAction.DOUBTS_ANSWERED, check, by, services, *remembered)
            return services.files.check_again(check.upload, by_user, new_homerooms=check.new_homerooms)
        _record(AuditAction.FILE_CONFIRMED, check, by, services)
        accepted = accepted_by(check.look, rows_too)
        return services.files.drop(
            check.upload, by_user, by.user.id, new_homerooms=check.new_homerooms, accepted=accepted
        )
    except UploadGone:
        raise NotFound from None


def check_with_new_homerooms(check_id: str, by: By, services: Services) -> Upload:
    """Check the same file again, as one that may create homerooms. Raises NotFound."""
    check = _finished(check_id, services)
    _record(AuditAction.HOMEROOMS_ALLOWED, check, by, services)
    try:
        return services.files.check_again(check.upload, by.user.email_key, new_homerooms=True)
    except UploadGone:
        raise NotFound from None


def _record(action: AuditAction, check: ImportRun, by: By, services: Services, *also: Change) -> None:
    """Before the bucket is asked, which is in no transaction: who died in between has recorded too much, not too
    little.
    """
    services.store.save(recorded(action, by, services, About(import_id=check.id)), *also)


def _finished(check_id: str, services: Services) -> ImportRun:
    check = services.imports.get(check_id)
    if check is None or check.state is not ImportState.CHECKED:
        raise NotFound
    return check
