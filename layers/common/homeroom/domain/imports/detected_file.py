"""What a file turned out to be: settled by its bytes and its header, never by its name."""

from dataclasses import dataclass

from homeroom.domain.kernel.message import Labeled


class FileKind(Labeled):
    """What its bytes are: a text, or an archive that a table was made of."""

    TEXT = "text"
    WORKBOOK = "workbook"
    OLD_WORKBOOK = "old_workbook"
    OPEN_DOCUMENT = "open_document"
    WEB_PAGE = "web_page"
    ONE_ROSTER_1_1 = "one_roster_1_1"
    ONE_ROSTER_1_2 = "one_roster_1_2"
    ONE_ROSTER_USERS = "one_roster_users"
    SDS_2_1 = "sds_2_1"
    SDS_1 = "sds_1"
    CLEVER_SET = "clever_set"
    PARENT_SQUARE_SET = "parent_square_set"


_JOINED = frozenset(
    (
        *(FileKind.ONE_ROSTER_1_1, FileKind.ONE_ROSTER_1_2, FileKind.ONE_ROSTER_USERS),
        *(FileKind.SDS_1, FileKind.SDS_2_1, FileKind.CLEVER_SET, FileKind.PARENT_SQUARE_SET),
    )
)


class FileFormat(Labeled):
    """Whose columns it has: those of our own two formats, or another system's."""

    STUDENTS = "students"
    HOMEROOMS = "homerooms"
    CLEVER = "clever"
    POWERSCHOOL = "powerschool"
    PARENTS = "parents"


class Delimiter(Labeled):
    """What stands between two cells, by a name that can be read in a sentence."""

    COMMA = "comma"
    SEMICOLON = "semicolon"
    TAB = "tab"
    VERTICAL_BAR = "vertical_bar"
    OTHER = "other"


DELIMITERS = {
    ",": Delimiter.COMMA,
    ";": Delimiter.SEMICOLON,
    "\t": Delimiter.TAB,
    "|": Delimiter.VERTICAL_BAR,
}
"""The characters that are looked for."""


@dataclass(frozen=True, kw_only=True)
class DetectedFile:
    """`encoding` is a name such as `UTF-8`, `delimiter` the character; of an archive they mean nothing. `columns` is
    how many the header has.
    """

    kind: FileKind
    format: FileFormat
    encoding: str
    delimiter: str
    columns: int

    @property
    def delimiter_name(self) -> Delimiter:
        return DELIMITERS.get(self.delimiter, Delimiter.OTHER)

    @property
    def is_joined(self) -> bool:
        """Its rows were made of several tables: their numbers are those of the results file, and of no table."""
        return self.kind in _JOINED
