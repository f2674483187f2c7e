"""What can be said of a file, its rows and its cells. The catalogues in messages/ have the sentences."""

from homeroom.domain.kernel.message import Code


class WrongFile(Code):
    """Why a file as a whole cannot be used."""

    EMPTY = "file.empty"
    TOO_LARGE = "file.too_large"
    NO_ROWS = "file.no_rows"

    # No table at all: what it is instead.
    COMPRESSED = "file.compressed"
    OLD_WORKBOOK = "file.old_workbook"
    OLD_WORKBOOK_TOO_LARGE = "file.old_workbook_too_large"
    LOCKED_WORKBOOK = "file.locked_workbook"
    BINARY_WORKBOOK = "file.binary_workbook"
    OPEN_DOCUMENT = "file.open_document"
    OPEN_DOCUMENT_TOO_LARGE = "file.open_document_too_large"
    NUMBERS = "file.numbers"
    WORD = "file.word"
    POWERPOINT = "file.powerpoint"
    PDF = "file.pdf"
    RICH_TEXT = "file.rich_text"
    PICTURE = "file.picture"
    PICTURE_OR_FILM = "file.picture_or_film"
    WEB_PAGE = "file.web_page"
    WEB_PAGE_LETTERS = "file.web_page_letters"
    WEB_PAGE_UNREADABLE = "file.web_page_unreadable"
    XML = "file.xml"
    ZIP = "file.zip"
    NO_TEXT = "file.no_text"
    TWO_ENCODINGS = "file.two_encodings"

    # The header.
    BROKEN_HEADER = "file.broken_header"
    NO_HEADER = "file.no_header"
    HEADER_BELOW = "file.header_below"
    ONE_CELL = "file.one_cell"
    TOO_MANY_COLUMNS = "file.too_many_columns"
    MISSING_COLUMNS = "file.missing_columns"
    REPEATED_COLUMN = "file.repeated_column"
    WHOSE_NAMES = "file.whose_names"

    # Workbooks.
    WORKBOOK_DAMAGED = "file.workbook_damaged"
    WORKBOOK_DAMAGED_OR_LOCKED = "file.workbook_damaged_or_locked"
    WORKBOOK_UNREADABLE = "file.workbook_unreadable"
    WORKBOOK_WITHOUT_SHEET = "file.workbook_without_sheet"
    WORKBOOK_TOO_LARGE = "file.workbook_too_large"
    WORKBOOK_TOO_MUCH_TEXT = "file.workbook_too_much_text"
    WORKBOOK_LONG_ROW = "file.workbook_long_row"
    WORKBOOK_TOO_MANY_ROWS = "file.workbook_too_many_rows"
    WORKBOOK_ROW_ORDER = "file.workbook_row_order"
    WORKBOOK_NOT_CALCULATED = "file.workbook_not_calculated"

    # Zip archives of tables.
    CUT_OFF = "file.cut_off"
    ZIP_DAMAGED_OR_LOCKED = "file.zip_damaged_or_locked"
    ZIP_TOO_LARGE = "file.zip_too_large"
    TABLE_STRAY_QUOTE = "file.table_stray_quote"
    TABLE_TWICE = "file.table_twice"
    TABLE_COLUMNS = "file.table_columns"
    USER_WITHOUT_ID = "file.user_without_id"
    USER_ID_TWICE = "file.user_id_twice"
    TABLES_MISSING = "file.tables_missing"
    TABLE_ALONE = "file.table_alone"
    TABLES_WITHOUT_STUDENTS = "file.tables_without_students"
    USERS_WITHOUT_ROLES = "file.users_without_roles"
    CLASSES_ALIKE = "file.classes_alike"


class ColumnName(Code):
    """How a column is named within a sentence."""

    MISSING_PERHAPS = "column.missing_perhaps"
    WITH_LETTER = "column.with_letter"
    WITHOUT_NAME = "column.without_name"
    MORE = "column.more"


class WrongRow(Code):
    """Why a row cannot be read, whatever its cells say."""

    UNCLOSED_QUOTE = "row.unclosed_quote"
    UNMATCHED_QUOTES = "row.unmatched_quotes"
    LONG_CELL = "row.long_cell"
    TOO_LONG = "row.too_long"
    HEADER_AGAIN = "row.header_again"
    OTHER_ORDER = "row.other_order"
    OTHER_HEADER = "row.other_header"
    BELOW_OTHER_HEADER = "row.below_other_header"
    SURPLUS_CELL = "row.surplus_cell"
    BEYOND_LAST = "row.beyond_last"


class WrongCell(Code):
    """Why a text cannot stand in its column, besides what is said of emails, homeroom codes and school years."""

    COLUMN_NAME = "cell.column_name"
    CHANGED_BY_EXCEL = "cell.changed_by_excel"
    FORMULA_ERROR = "cell.formula_error"
    LOST_LETTER = "cell.lost_letter"
    JSON = "cell.json"
    INVISIBLE = "cell.invisible"
    TOO_LONG = "cell.too_long"
    NAME_NEEDED = "cell.name_needed"
    NAME_WITHOUT_LETTER = "cell.name_without_letter"
    NAME_TO_SPLIT = "cell.name_to_split"
    EMAIL_AS_NAME = "cell.email_as_name"
    WEB_ADDRESS_AS_NAME = "cell.web_address_as_name"
    SEVERAL_EMAILS = "cell.several_emails"
    STUDENT_ID_NEEDED = "cell.student_id_needed"


class FileNotice(Code):
    """What somebody should know of a file that can be used."""

    IGNORED_COLUMNS = "notice.ignored_columns"
    IGNORED_ROOMS = "notice.ignored_rooms"
    ENCODING = "notice.encoding"
    DAMAGED_LETTERS = "notice.damaged_letters"
    HIDDEN_ROWS = "notice.hidden_rows"
    OTHER_SHEETS = "notice.other_sheets"
    ERRORS_READ_AS_EMPTY = "notice.errors_read_as_empty"
    USERS_ALONE = "notice.users_alone"
    SEVERAL_HOMEROOMS = "notice.several_homerooms"
    LEAVERS = "notice.leavers"
    UNKNOWN_STATUS = "notice.unknown_status"
    SAID_NOTHING = "notice.said_nothing"
    PERHAPS_A_NAME = "notice.perhaps_a_name"
    MENDED_IDS = "notice.mended_ids"


class HasLeft(Code):
    """Why a row neither places its student nor invites anybody."""

    SAYS = "has_left.says"


class NotInvited(Code):
    """Why a contact whom a file lists is not to be invited."""

    TYPE = "not_invited.type"
    NO_TYPE = "not_invited.no_type"
    NO_RIGHTS = "not_invited.no_rights"
    RELATIONSHIP = "not_invited.relationship"
    NO_RELATIONSHIP = "not_invited.no_relationship"
    NO_CONTACT = "not_invited.no_contact"


class RowPlace(Code):
    """Where in a set of tables a row comes from."""

    IN_TABLE = "row_place.in_table"
