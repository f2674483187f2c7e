"""Send Invitation: the two fields on a student's profile page, and what an address takes that gets no email."""

from collections.abc import Mapping
from typing import ClassVar

from homeroom.domain.kernel.message import Code
from homeroom.web.forms.form_parsing import Form, Name, RequiredEmail
from homeroom.web.forms.invitations.note_form import Note


class InviteProblem(Code):
    EMAIL = "invite_form.email"


class InviteForm(Form):
    parent_email: RequiredEmail = ""
    parent_name: Name = ""
    allow_again: str = ""
    note: Note = ""

    model_config = Form.model_config | {"validate_default": True}
    problems: ClassVar[Mapping[str, Code]] = {"parent_email": InviteProblem.EMAIL}
