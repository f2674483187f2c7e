"""Files that programs leave beside those of people. They are no import, and no table in a zip, whatever they hold."""

import re

_JUNK = re.compile(
    r"""
    ~\$.* | \.~lock\..*\# | \._.*          # open in Excel, open in LibreOffice, what macOS knows about a file
    | \.ds_store | thumbs\.db | desktop\.ini
    | .*\.(?:crdownload|part|partial|tmp)  # half of a file: under its own name it comes again
    """,
    re.IGNORECASE | re.VERBOSE,
)
_JUNK_FOLDER = "__MACOSX"


def is_junk(path: str) -> bool:
    """By the name alone; `path` may have folders, separated by `/`."""
    *folders, name = path.split("/")
    return _JUNK_FOLDER in folders or bool(_JUNK.fullmatch(name))
