"""What holds for every row of an import."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from homeroom.domain.imports.file_notes import FileNotes
from homeroom.domain.imports.import_run import ImportRun
from homeroom.domain.imports.no_contact import ForbiddenContacts
from homeroom.domain.imports.seen_placements import SeenPlacements
from homeroom.domain.imports.shared_addresses import SharedAddresses
from homeroom.domain.site.site_settings import SiteSettings


@dataclass(frozen=True, kw_only=True)
class ImportContext:
    """What holds for every row of an import. `inviter` is the name that its emails say, `by_user` the email key of
    whoever uploaded it, `school_year` the site's current one. It may create homerooms in `new_years`, which had none
    when it began, or in any year if the site's settings say so. `accepted` are the ids of doubts that hold no row any
    more. `places` are those that the rows of the file name, at least all above the row that is placed, `no_contact`
    whom they forbid to tell of a student, `shared` the addresses that unrelated families share, and `notes` what else
    was noted of the file. `mails_gone_at`: its mails were queued then, and rows that waited are placed now.
    """

    import_id: str
    inviter: str
    now: datetime
    link_days: int
    school_year: str = ""
    by_user: str = ""
    any_homerooms: bool = False
    new_years: Collection[str] = ()
    accepted: Collection[str] = ()
    places: SeenPlacements = field(default_factory=SeenPlacements, compare=False)
    no_contact: ForbiddenContacts = field(default_factory=ForbiddenContacts, compare=False)
    shared: SharedAddresses = field(default_factory=SharedAddresses, compare=False)
    mails_gone_at: datetime | None = None
    notes: FileNotes = field(default_factory=lambda: FileNotes(import_id=""), compare=False)

    @classmethod
    def of(cls, run: ImportRun, inviter: str, settings: SiteSettings, now: datetime, notes: FileNotes) -> Self:
        return cls(
            import_id=run.id,
            inviter=inviter,
            now=now,
            link_days=settings.link_days,
            school_year=settings.school_year,
            by_user=run.by_user,
            any_homerooms=settings.new_homerooms or run.new_homerooms,
            new_years=run.new_years,
            accepted=run.look.accepted,
            no_contact=ForbiddenContacts(notes.no_contact),
            shared=SharedAddresses(notes.shared),
            mails_gone_at=run.finished_at,
            notes=notes,
        )

    def may_create(self, year: str) -> bool:
        return self.any_homerooms or year in self.new_years
