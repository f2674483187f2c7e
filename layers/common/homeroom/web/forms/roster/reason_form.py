"""Why a student is protected, in words that only Site Admins see."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import AfterValidator

from homeroom.domain.kernel.message import Code
from homeroom.web.forms.form_parsing import Form, Line, required


class ReasonProblem(Code):
    REASON = "reason_form.reason"
    CHANGED_ELSEWHERE = "reason_form.changed_elsewhere"


class ReasonForm(Form):
    reason: Annotated[Line, AfterValidator(required)] = ""

    model_config = Form.model_config | {"validate_default": True}
    problems: ClassVar[Mapping[str, Code]] = {"reason": ReasonProblem.REASON}
