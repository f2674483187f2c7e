"""Send Invitation: the two fields on a student's profile page, and a box for an address that mail came back from."""

from collections.abc import Mapping
from typing import ClassVar

from homeroom.web.forms.reading import Form, Name, RequiredEmail


class InviteForm(Form):
    parent_email: RequiredEmail = ""
    parent_name: Name = ""
    allow_again: str = ""

    model_config = Form.model_config | {"validate_default": True}
    sentences: ClassVar[Mapping[str, str]] = {
        "parent_email": "Enter the parent's e-mail address, like name@example.org."
    }
