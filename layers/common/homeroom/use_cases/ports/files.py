"""The upload bucket."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

from homeroom.domain.exports.export import Export
from homeroom.domain.imports.upload import Upload
from homeroom.domain.kernel.errors import HomeroomError


class UploadGone(HomeroomError):
    """There is no such version of this object in the bucket (any more)."""


@dataclass(frozen=True)
class UploadedFile:
    """`by_user` is the email key of whoever uploaded it on the page, `by_user_id` the id of whoever confirmed it there;
    both are empty for a drop into the bucket.
    `new_homerooms`: they said that it may create homerooms. `accepted` are the doubts that they have accepted.
    """

    body: BinaryIO
    size: int
    by_user: str
    new_homerooms: bool = False
    by_user_id: str = ""
    accepted: tuple[str, ...] = ()


@dataclass(frozen=True)
class UploadForm:
    """What a browser's form needs to send one file to the bucket itself: its address, and its fields, all of
    which come before the file, the field `file`.
    """

    address: str
    fields: Mapping[str, str]


@dataclass(frozen=True)
class KeptFile:
    """What lies in the bucket, and since when. `newest`: nothing has taken its place, and nobody has deleted it."""

    upload: Upload
    since: datetime
    newest: bool


class Files(Protocol):
    """The upload bucket."""

    def open(self, upload: Upload) -> AbstractContextManager[UploadedFile]:
        """Exactly this version, as a stream. Raises UploadGone."""

    def write_results(self, upload: Upload, results: BinaryIO) -> str:
        """Their version: files of one name have results of one name. Empty where the bucket keeps none."""

    def put_check(self, name: str, body: bytes, by_user: str) -> Upload:
        """Store a file under checks/, where its check begins by itself, and nothing else."""

    def check_form(self, name: str, by_user: str, go_on_to: str) -> UploadForm:
        """For storing one file of 1 to MOST_CHECKED bytes there within a quarter of an hour, whose name, uploader
        and kind are settled here. The browser then goes on to `go_on_to` with the import's id at its end.
        """

    @property
    def form_address(self) -> str:
        """That of every check_form."""

    def check_again(self, checked: Upload, by_user: str, *, new_homerooms: bool) -> Upload:
        """Copy a file that was checked, which begins another check. Raises UploadGone."""

    def drop(
        self,
        checked: Upload,
        by_user: str,
        by_user_id: str = "",
        *,
        new_homerooms: bool = False,
        accepted: Collection[str] = (),
    ) -> Upload:
        """Copy exactly the version that was checked to uploads/, as if it were dropped there. Raises UploadGone."""

    def kept(self) -> Iterator[KeptFile]:
        """What lies under uploads/ and checks/, all versions."""

    def results_address(self, upload: Upload, version: str = "") -> str:
        """Where a browser gets these results as a file, for a minute; the newest where no version is known.

        Raises UploadGone when there are none (any more).
        """

    def write_export(self, export: Export, file: BinaryIO) -> str:
        """Its version. What was there under the same key makes room for it; empty where the bucket keeps none."""

    def export_address(self, export: Export, name: str) -> str:
        """Where a browser gets this file under this name, for a minute. `name` is one of ours, in plain letters. Raises
        UploadGone when it is not there (any more).
        """
