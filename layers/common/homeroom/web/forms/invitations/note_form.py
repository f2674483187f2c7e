"""Who asked that an address gets our emails again, whose reader had stopped them."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import AfterValidator

from homeroom.domain.kernel.message import Code
from homeroom.web.forms.form_parsing import Form, Line, required


class NoteProblem(Code):
    NOTE = "note_form.note"


Note = Line
"""At most as long as any line."""


class NoteForm(Form):
    note: Annotated[Note, AfterValidator(required)] = ""

    model_config = Form.model_config | {"validate_default": True}
    problems: ClassVar[Mapping[str, Code]] = {"note": NoteProblem.NOTE}
