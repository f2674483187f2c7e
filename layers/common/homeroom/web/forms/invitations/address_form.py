"""Correct the address of an invitation."""

from collections.abc import Mapping
from typing import ClassVar

from homeroom.domain.kernel.message import Code
from homeroom.web.forms.form_parsing import Form, RequiredEmail


class AddressProblem(Code):
    EMAIL = "address_form.email"
    TAKEN = "address_form.taken"


class AddressForm(Form):
    email: RequiredEmail = ""

    model_config = Form.model_config | {"validate_default": True}
    problems: ClassVar[Mapping[str, Code]] = {"email": AddressProblem.EMAIL}
