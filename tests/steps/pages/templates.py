"""The templates that there are, by the names that pages use."""

from pathlib import Path

from homeroom.web.core import rendering

_FOLDER = Path(rendering.__file__).parents[1] / "templates"
PIECES = frozenset(
    {
        "core/forms.html",
        "core/layout.html",
        "core/lists.html",
        "families/contact_fields.html",
        "families/contact_form.html",
        "families/directory_pieces.html",
        "families/on_record.html",
        "families/other_parent_form.html",
        "families/relationships.html",
        "families/sharing_fields.html",
        "families/shown_contact.html",
        "families/who_form.html",
        "imports/doubts.html",
        "imports/pieces.html",
        "imports/upload.html",
        "roster/years.html",
    }
)
"""Parts of pages, which no page is by itself."""
PAGES = frozenset(path.relative_to(_FOLDER).as_posix() for path in _FOLDER.rglob("*.html")) - PIECES
