"""The templates that there are, by the names that pages use."""

import re
from pathlib import Path

from homeroom.web.core import rendering

_FOLDER = Path(rendering.__file__).parents[1] / "templates"
_USES = re.compile(r'\{%-? *(?:from|include|extends|import) "([^"]+)"')
_TEXTS = {path.relative_to(_FOLDER).as_posix(): path.read_text("utf-8") for path in _FOLDER.rglob("*.html")}
PIECES = frozenset(used for text in _TEXTS.values() for used in _USES.findall(text))
"""What other templates put into theirs: no page by itself."""
PAGES = frozenset(_TEXTS) - PIECES
