"""Which homerooms are in a file of contacts: they are read one after the other, and so are their students."""

from collections.abc import Collection

from homeroom.domain.exports.export import ExportOptions
from homeroom.domain.roster.homeroom import Homeroom, grade_order
from homeroom.domain.roster.homeroom_changes import homeroom_now


def exported_homerooms(options: ExportOptions, homerooms: Collection[Homeroom]) -> list[Homeroom]:
    """In the order of the file: by grade, then by code. `homerooms` are all that there are and were: one may be renamed
    between asking for the file and making it.
    """
    called_so = homeroom_now(options.homeroom, homerooms) if options.homeroom else None
    chosen = [
        homeroom
        for homeroom in homerooms
        if not homeroom.is_over
        and options.grade in ("", homeroom.grade)
        and (not options.homeroom or homeroom == called_so)
    ]
    return sorted(chosen, key=lambda homeroom: (grade_order(homeroom.grade), homeroom.key))
