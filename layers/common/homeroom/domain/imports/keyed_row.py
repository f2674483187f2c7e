"""A row of a file, with the id of the student whom it names."""

from typing import NamedTuple

from homeroom.domain.imports.spreadsheet import SheetRow


class KeyedRow(NamedTuple):
    """`student_key` is the id that the row's student has, or gets when they are new: settled once for each row, by
    what the row says of the student and a secret of the site. Empty for a row that places nobody. `former_code` is what
    the file calls a homeroom that has another code now, which then stands in the row.
    """

    row: SheetRow
    student_key: str
    former_code: str = ""
