"""The clock, the queue, the passwords, the mail service and the bucket."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import count
from pathlib import PurePosixPath
from typing import BinaryIO

from homeroom.domain.accounts.password import LONGEST_PASSWORD, SHORTEST_PASSWORD, PasswordProblem, WeakPassword
from homeroom.domain.exports.export import Export
from homeroom.domain.imports.upload import CHECKS, MOST_CHECKED, UPLOADS, Upload
from homeroom.domain.kernel.message import message
from homeroom.domain.kernel.token import keyed_digest, new_id
from homeroom.use_cases.ports.files import KeptFile, UploadedFile, UploadForm, UploadGone
from homeroom.use_cases.ports.invite_queue import AccountNews
from homeroom.use_cases.ports.mailer import MailNotSent, OutgoingMail
from homeroom.use_cases.ports.passwords import WrongPassword


class FakeClock:
    def __init__(self, now: datetime = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def wait(self, span: timedelta) -> None:
        self.now += max(span, timedelta())


class FakeQueue:
    """`mails` are all that were ever asked for, in order; `delays` those of them that were to wait.
    `notices` are the imports of which Site Admins were to be told, with the delays. `log_ins` are (user id, number,
    delay), `passwords_set`, `samples` and `deletions` (user or contact id, seconds after the epoch, delay),
    `new_addresses` and `addresses_changed` (contact id, number, delay), `admin_invitations` (invitation id, number,
    delay), and `confirm_contacts` (campaign id, number, contact ids, delay).
    """

    def __init__(self) -> None:
        self.mails: list[tuple[str, int]] = []
        self.notices: list[tuple[str, timedelta]] = []
        self.log_ins: list[tuple[str, int, timedelta]] = []
        self.passwords_set: list[tuple[str, int, timedelta]] = []
        self.deletions: list[tuple[str, int, timedelta]] = []
        self.admin_invitations: list[tuple[str, int, timedelta]] = []
        self.account_news: list[tuple[AccountNews, timedelta]] = []
        self.samples: list[tuple[str, int, timedelta]] = []
        self.new_addresses: list[tuple[str, int, timedelta]] = []
        self.addresses_changed: list[tuple[str, int, timedelta]] = []
        self.confirm_contacts: list[tuple[str, int, tuple[str, ...], timedelta]] = []
        self.delays: dict[tuple[str, int], timedelta] = {}

    def put(self, mails: Sequence[tuple[str, int]], delay: timedelta = timedelta()) -> None:
        self.mails.extend(mails)
        self.delays.update(dict.fromkeys(mails, delay) if delay else {})

    def put_notice(self, import_id: str, delay: timedelta = timedelta()) -> None:
        self.notices.append((import_id, delay))

    def put_log_in(self, user_id: str, number: int, delay: timedelta = timedelta()) -> None:
        self.log_ins.append((user_id, number, delay))

    def put_password_set(self, user_id: str, set_at: datetime, delay: timedelta = timedelta()) -> None:
        self.passwords_set.append((user_id, int(set_at.timestamp()), delay))

    def put_admin_invitation(self, invitation_id: str, number: int, delay: timedelta = timedelta()) -> None:
        self.admin_invitations.append((invitation_id, number, delay))

    def put_account_news(self, news: AccountNews, delay: timedelta = timedelta()) -> None:
        self.account_news.append((news, delay))

    def put_deletion(self, contact_id: str, asked_at: datetime, delay: timedelta = timedelta()) -> None:
        self.deletions.append((contact_id, int(asked_at.timestamp()), delay))

    def put_sample(self, user_id: str, asked_at: datetime, delay: timedelta = timedelta()) -> None:
        self.samples.append((user_id, int(asked_at.timestamp()), delay))

    def put_new_address(self, contact_id: str, number: int, delay: timedelta = timedelta()) -> None:
        self.new_addresses.append((contact_id, number, delay))

    def put_address_changed(self, contact_id: str, number: int, delay: timedelta = timedelta()) -> None:
        self.addresses_changed.append((contact_id, number, delay))

    def put_confirm_contacts(
        self, campaign_id: str, number: int, contact_ids: Sequence[str], delay: timedelta = timedelta()
    ) -> None:
        self.confirm_contacts.append((campaign_id, number, tuple(contact_ids), delay))


class FakeImportQueue:
    """`uploads` are all that were ever asked for, in order; `bulk_resends` how often a bulk resend was,
    and `exports` the ids of files of contacts.
    """

    def __init__(self) -> None:
        self.uploads: list[Upload] = []
        self.bulk_resends = 0
        self.exports: list[str] = []

    def put(self, upload: Upload) -> None:
        self.uploads.append(upload)

    def put_bulk_resend(self) -> None:
        self.bulk_resends += 1

    def put_export(self, export_id: str) -> None:
        self.exports.append(export_id)


class FakeCodeKey:
    def digest(self, purpose: str, text: str) -> str:
        return keyed_digest(b"a key that no table holds", purpose, text)


class FakePasswords:
    """`broken`: the service is down."""

    def __init__(self) -> None:
        self.passwords: dict[str, str] = {}
        self.broken = False

    def check(self, user_id: str, password: str) -> None:
        if self.passwords.get(user_id) != password:
            raise WrongPassword

    def set(self, user_id: str, password: str) -> None:
        if self.broken:
            raise ConnectionError
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD or password != password.strip():
            raise WeakPassword(message(PasswordProblem.REFUSED))
        self.passwords[user_id] = password

    def forget(self, user_id: str) -> None:
        if self.broken:
            raise ConnectionError
        self.passwords.pop(user_id, None)


class FakeMailer:
    """`failures` come first, one a call; `sent` are the mails that went out. `rate`: mails a second."""

    sender_address = "office@school.example"

    def __init__(self, *failures: MailNotSent, rate: int = 1000) -> None:
        self.failures = list(failures)
        self.rate = rate
        self.sent: list[OutgoingMail] = []
        self.suppressed: set[str] = set()

    def forget(self, address: str) -> None:
        self.suppressed.discard(address)

    def send(self, mail: OutgoingMail) -> str:
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append(mail)
        return f"message-{len(self.sent)}"

    def sending_rate(self) -> int:
        return self.rate


class FakeFiles:
    """A bucket that keeps versions."""

    def __init__(self, bucket: str = "uploads") -> None:
        self.bucket = bucket
        self.since = datetime(2026, 9, 1, 7, 0, tzinfo=UTC)
        self._uploads: dict[Upload, tuple[bytes, str]] = {}
        self._may_create: set[Upload] = set()
        self._confirmed_by: dict[Upload, str] = {}
        self._accepted: dict[Upload, tuple[str, ...]] = {}
        self._results: dict[tuple[str, str], bytes] = {}
        self._forms: dict[str, str] = {}
        self.exported: dict[tuple[str, str], bytes] = {}
        self._versions = count(1)

    def state(self) -> tuple[object, ...]:
        return dict(self._uploads), set(self._may_create), dict(self._results), dict(self._forms), dict(self.exported)

    @contextmanager
    def open(self, upload: Upload) -> Iterator[UploadedFile]:
        if upload not in self._uploads:
            raise UploadGone
        body, by_user = self._uploads[upload]
        yield UploadedFile(
            BytesIO(body),
            len(body),
            by_user,
            upload in self._may_create,
            self._confirmed_by.get(upload, ""),
            self._accepted.get(upload, ()),
        )

    def write_results(self, upload: Upload, results: BinaryIO) -> str:
        version, body = f"v{next(self._versions)}", results.read()
        for which in ("", version):
            self._results[upload.results_key, which] = body
        return version

    def put_check(self, name: str, body: bytes, by_user: str) -> Upload:
        return self._put(self._new_check(name), body, by_user)

    form_address = "https://uploads.example/"

    def check_form(self, name: str, by_user: str, go_on_to: str) -> UploadForm:
        upload = Upload(bucket=self.bucket, key=self._new_check(name))
        self._forms[upload.key] = by_user
        fields = {"key": upload.key, "success_action_redirect": f"{go_on_to}{upload.import_id}"}
        return UploadForm(self.form_address, fields)

    def send(self, form: UploadForm, body: bytes) -> Upload | None:
        """What a browser does with a form; None when it is refused."""
        key = form.fields["key"]
        if key not in self._forms or not 1 <= len(body) <= MOST_CHECKED:
            return None
        return self._put(key, body, self._forms[key])

    def check_again(self, checked: Upload, by_user: str, *, new_homerooms: bool) -> Upload:
        return self._copied(checked, self._new_check(checked.name), by_user, new_homerooms)

    def drop(
        self,
        checked: Upload,
        by_user: str,
        by_user_id: str = "",
        *,
        new_homerooms: bool = False,
        accepted: Collection[str] = (),
    ) -> Upload:
        upload = self._copied(checked, UPLOADS + checked.name, by_user, new_homerooms)
        self._confirmed_by[upload] = by_user_id
        self._accepted[upload] = tuple(accepted)
        return upload

    def _copied(self, checked: Upload, key: str, by_user: str, new_homerooms: bool) -> Upload:
        if checked not in self._uploads:
            raise UploadGone
        upload = self._put(key, self._uploads[checked][0], by_user)
        self._may_create |= {upload} if new_homerooms else set()
        return upload

    def put_upload(self, name: str, body: bytes, by_user: str) -> Upload:
        return self._put(UPLOADS + PurePosixPath(name.replace("\\", "/")).name, body, by_user)

    def kept(self) -> Iterator[KeptFile]:
        newest = {upload.key: upload for upload in self._uploads}
        yield from (KeptFile(upload, self.since, newest[upload.key] == upload) for upload in self._uploads)

    def results_address(self, upload: Upload, version: str = "") -> str:
        if (upload.results_key, version) not in self._results:
            raise UploadGone
        return f"{self.form_address}{upload.results_key}?{version}"

    def download(self, address: str) -> bytes:
        """What a browser gets there."""
        key, _, version = address.removeprefix(self.form_address).partition("#")[0].rpartition("?")
        return (self._results | self.exported)[key, version]

    def write_export(self, export: Export, file: BinaryIO) -> str:
        version = f"v{next(self._versions)}"
        self.exported[export.key, version] = file.read()
        return version

    def export_address(self, export: Export, name: str) -> str:
        if (export.key, export.object_version) not in self.exported:
            raise UploadGone
        return f"{self.form_address}{export.key}?{export.object_version}#{name}"

    def read_export(self, export: Export) -> bytes:
        """What a browser gets at its address."""
        return self.exported[export.key, export.object_version]

    def read_results(self, upload: Upload) -> bytes:
        return self._results[upload.results_key, ""]

    def delete(self, upload: Upload) -> None:
        """As the bucket's lifecycle does, or whoever dropped it by mistake."""
        self._uploads = {key: value for key, value in self._uploads.items() if key != upload}

    def _new_check(self, name: str) -> str:
        plain = PurePosixPath(name.replace("\\", "/")).name
        return f"{CHECKS}{new_id()}/{plain}"

    def _put(self, key: str, body: bytes, by_user: str) -> Upload:
        upload = Upload(bucket=self.bucket, key=key, object_version=f"v{next(self._versions)}")
        self._uploads[upload] = (body, by_user)
        return upload
