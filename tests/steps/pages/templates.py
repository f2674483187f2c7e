"""The templates that there are, by the names that pages use."""

from pathlib import Path

from homeroom.web.core import rendering

_FOLDER = Path(rendering.__file__).parents[1] / "templates"
PIECES = frozenset(
    {
        *("core/layout.html", "core/forms.html", "core/lists.html"),
        *("families/contact_form.html", "families/contact_fields.html", "families/sharing_fields.html"),
        *("families/on_record.html", "families/relationships.html"),
        *("imports/upload.html", "imports/pieces.html"),
        *("families/other_parent_form.html", "families/who_form.html"),
        "families/new_address.html",
        *("roster/years.html", "imports/doubts.html"),
    }
)
"""Parts of pages, which no page is by itself."""
PAGES = frozenset(path.relative_to(_FOLDER).as_posix() for path in _FOLDER.rglob("*.html")) - PIECES
