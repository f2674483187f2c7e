"""Which homerooms are in a file of contacts: they are read one after the other, and so are their students."""

from collections.abc import Iterable

from homeroom.domain.exports.export import ExportOptions
from homeroom.domain.roster.homeroom import Homeroom, grade_order
from homeroom.domain.roster.homeroom_code import class_code_key


def exported_homerooms(options: ExportOptions, homerooms: Iterable[Homeroom]) -> list[Homeroom]:
    """In the order of the file: by grade, then by code."""
    chosen = [
        homeroom
        for homeroom in homerooms
        if options.grade in ("", homeroom.grade)
        and (not options.homeroom or homeroom.key == class_code_key(options.homeroom))
    ]
    return sorted(chosen, key=lambda homeroom: (grade_order(homeroom.grade), homeroom.key))
