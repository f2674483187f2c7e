"""What can be said of an import as a whole, besides what is said of its file. The catalogues have the sentences."""

from homeroom.domain.kernel.message import Code


class ImportProblem(Code):
    """Why an import, or a check, could not be done to its end though its file can be read."""

    FILE_DELETED = "import.file_deleted"
    CHECKED_FILE_DELETED = "import.checked_file_deleted"
    TOO_MANY_ROWS_TO_CHECK = "import.too_many_rows_to_check"
    TOO_SLOW = "import.too_slow"
