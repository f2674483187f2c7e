"""The sent mail, kept in a file of JSON lines that is only ever added to: the emulator forgets its own at a restart."""

import json
import threading
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class SentMail:
    """One mail that SES accepted. `sent_at` is the moment of that, ISO 8601 in UTC; `to` are bare addresses."""

    id: str
    sender: str
    to: list[str]
    subject: str
    text: str
    html: str
    sent_at: str
    configuration_set: str = ""
    tags: dict[str, str] = field(default_factory=dict)

    def public(self) -> dict[str, Any]:
        """What /_local/mail.json promises of each mail."""
        return {name: getattr(self, name) for name in ("id", "to", "subject", "text", "html", "sent_at")}


class MailStore:
    """All mail ever sent from this state folder, and what was reported about each. Safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Read what earlier runs left."""
        self._path = path
        self._lock = threading.Lock()
        self._mails: dict[str, SentMail] = {}
        self._reports: dict[str, list[str]] = {}
        if path.exists():
            self._read(path.read_text(encoding="utf-8"))

    def add(self, mail: SentMail) -> None:
        """Keep a mail; one whose id is known already is the same mail."""
        with self._lock:
            if mail.id not in self._mails:
                self._append({"mail": asdict(mail)})

    def report(self, mail_id: str, kind: str) -> None:
        """Keep that a report of this kind (SES' `eventType`) was published."""
        with self._lock:
            self._append({"report": kind, "id": mail_id})

    def find(self, mail_id: str) -> SentMail | None:
        """The mail with that id."""
        with self._lock:
            return self._mails.get(mail_id)

    def mails(self) -> list[SentMail]:
        """All mails, newest last."""
        with self._lock:
            return list(self._mails.values())

    def reports(self, mail_id: str) -> list[str]:
        """What was reported about a mail, in order."""
        with self._lock:
            return list(self._reports.get(mail_id, []))

    def _read(self, text: str) -> None:
        for line in text.split("\n"):
            try:
                entry = json.loads(line)
            except ValueError:  # the last line of a run that was killed while it wrote
                continue
            self._take(entry)
        if text and not text.endswith("\n"):
            with self._path.open("a", encoding="utf-8") as file:
                file.write("\n")

    def _append(self, line: dict[str, Any]) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        self._take(line)

    def _take(self, line: dict[str, Any]) -> None:
        if "mail" in line:
            mail = SentMail(**line["mail"])
            self._mails[mail.id] = mail
        else:
            self._reports.setdefault(line["id"], []).append(line["report"])
