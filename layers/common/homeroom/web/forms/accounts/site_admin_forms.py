"""Site Admins: the address that is invited, and the name that its reader types."""

from collections.abc import Mapping
from typing import ClassVar

from homeroom.domain.kernel.message import Code
from homeroom.web.forms.form_parsing import Form, RequiredEmail, RequiredName


class SiteAdminProblem(Code):
    EMAIL = "site_admin_form.email"
    NAME = "site_admin_form.name"


class InviteAdminForm(Form):
    email: RequiredEmail = ""

    model_config = Form.model_config | {"validate_default": True}
    problems: ClassVar[Mapping[str, Code]] = {"email": SiteAdminProblem.EMAIL}


class BecomeAdminForm(Form):
    name: RequiredName = ""

    model_config = Form.model_config | {"validate_default": True}
    problems: ClassVar[Mapping[str, Code]] = {"name": SiteAdminProblem.NAME}
