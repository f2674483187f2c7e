"""Correct the address of an invitation."""

from collections.abc import Mapping
from typing import ClassVar

from homeroom.web.forms.reading import Form, RequiredEmail


class AddressForm(Form):
    email: RequiredEmail = ""

    model_config = Form.model_config | {"validate_default": True}
    sentences: ClassVar[Mapping[str, str]] = {"email": "Enter the parent's e-mail address, like name@example.org."}
