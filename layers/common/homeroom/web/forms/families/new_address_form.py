"""The form with which a parent gives another email address for themselves."""

from collections.abc import Mapping
from typing import ClassVar

from homeroom.domain.kernel.message import Code
from homeroom.web.forms.form_parsing import Form, RequiredEmail


class NewAddressProblem(Code):
    EMAIL = "new_address.email"
    PASSWORD = "new_address.password"  # noqa: S105  names a text


class NewAddressForm(Form):
    email: RequiredEmail = ""

    model_config = Form.model_config | {"validate_default": True}
    problems: ClassVar[Mapping[str, Code]] = {"email": NewAddressProblem.EMAIL}
