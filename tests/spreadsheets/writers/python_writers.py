"""What Python's libraries write, by the name of the file."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

INPUTS, OUTPUTS = Path(sys.argv[1]), Path(sys.argv[2])
WRITERS: dict[str, Callable[[Path], object]] = {}
"""The name of a file -> what writes it. A name begins with that of a library, then what was done."""
HEADER, *ROWS = json.loads((INPUTS / "roster.json").read_text(encoding="utf-8"))
SOURCES = [INPUTS / f"{table}.csv" for table in ("roster", "hyphens", "hours", "exponents", "digits")]
