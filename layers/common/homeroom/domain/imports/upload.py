"""A file in the upload bucket."""

from dataclasses import dataclass
from hashlib import sha256

from homeroom.domain.imports.junk_files import is_junk

UPLOADS, RESULTS, CHECKS = "uploads/", "results/", "checks/"
MOST_CHECKED = 10 * 1024 * 1024
"""Bytes of a file that is checked on the page; larger ones are dropped into the bucket."""
_RESULTS_END = ".results.csv"
_LONGEST_KEY = 1024
"""Bytes of UTF-8, S3's limit."""


@dataclass(frozen=True, kw_only=True)
class Upload:
    """One version of one object in the upload bucket."""

    bucket: str
    key: str
    object_version: str = ""

    @property
    def import_id(self) -> str:
        """The same upload is the same import, however often its event comes. A key under checks/ is made for one
        file, so that its import is known before the file is there.
        """
        version = "" if self.for_check_only else self.object_version
        return sha256(f"{self.bucket}/{self.key}/{version}".encode()).hexdigest()[:24]

    @property
    def for_check_only(self) -> bool:
        """It was uploaded on the page, which shows first what would become of it."""
        return self.key.startswith(CHECKS)

    @property
    def is_passed_over(self) -> bool:
        """Nobody dropped it: a folder's own marker, or what programs leave beside files. It is no import."""
        return not self.for_check_only and (self.key.endswith("/") or is_junk(self.key))

    @property
    def name(self) -> str:
        return self.key.rpartition("/")[2]

    @property
    def results_key(self) -> str:
        """`uploads/a/b.csv` -> `results/a/b.results.csv`. What would be longer than S3 takes is cut, and folders
        `.` and `..`, which browsers take for something else, are left out; such a key ends in a hash of the whole.
        """
        *folders, name = self.key.removeprefix(UPLOADS).split("/")
        plain = [folder for folder in folders if folder not in (".", "..")]
        path = "/".join([*plain, name.rpartition(".")[0] or name])
        room = _LONGEST_KEY - len(RESULTS) - len(_RESULTS_END)
        if len(path.encode()) > room or plain != folders:
            mark = f"~{sha256(self.key.encode()).hexdigest()[:16]}"
            path = path.encode()[: room - len(mark)].decode(errors="ignore") + mark
        return f"{RESULTS}{path}{_RESULTS_END}"
