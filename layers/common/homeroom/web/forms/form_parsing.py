"""From what was typed into a form to a checked model, or to one message for each field."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from homeroom.domain.kernel.email_address import InvalidEmail, parse_email
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.message import Code, Message, message
from homeroom.domain.kernel.phone import is_dialable
from homeroom.domain.kernel.text import clean, has_control_characters, looks_like_web_address

_LONGEST_LINE = 200


class FormProblem(Code):
    """What can be wrong with a field of any form."""

    CHECK = "form.check"
    CHARACTERS = "form.characters"
    TOO_LONG = "form.too_long"
    WEB_ADDRESS_AS_NAME = "form.web_address_as_name"
    PHONE = "form.phone"


class FormInvalid(HomeroomError):
    """`errors`: field name -> the message beside it, in the order of the form."""

    def __init__(self, errors: Mapping[str, Message]) -> None:
        super().__init__("form invalid")
        self.errors = dict(errors)


class Form(BaseModel):
    """`problems` says for each field what to type, for when it is missing or impossible."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    problems: ClassVar[Mapping[str, Code]] = {}


F = TypeVar("F", bound=Form)


def read_form(model: type[F], typed: Mapping[str, str]) -> F:
    """Raises FormInvalid."""
    try:
        return model.model_validate(dict(typed))
    except ValidationError as invalid:
        errors: dict[str, Message] = {}
        for error in invalid.errors(include_url=False, include_input=False):
            field = str(error["loc"][0])
            general = message(model.problems.get(field, FormProblem.CHECK))
            errors.setdefault(field, error.get("ctx", {}).get("problem", general))
        raise FormInvalid(errors) from None


def refused(problem: Message) -> PydanticCustomError:
    """Carries the message to read_form; pydantic's own texts are shown to nobody."""
    return PydanticCustomError("problem", "see problem", {"problem": problem})


def _line(text: str) -> str:
    text = clean(text)
    if has_control_characters(text):
        raise refused(message(FormProblem.CHARACTERS))
    if len(text) > _LONGEST_LINE:
        raise refused(message(FormProblem.TOO_LONG, most=_LONGEST_LINE))
    return text


def _name(text: str) -> str:
    text = _line(text)
    if looks_like_web_address(text):
        raise refused(message(FormProblem.WEB_ADDRESS_AS_NAME))
    return text


def required(text: str) -> str:
    if not text:
        raise ValueError
    return text


def _email(text: str) -> str:
    try:
        return parse_email(text) if clean(text) else ""
    except InvalidEmail as invalid:
        raise refused(invalid.message) from None


def _phone(text: str) -> str:
    text = _line(text)
    if text and not is_dialable(text):
        raise refused(message(FormProblem.PHONE))
    return text


Line = Annotated[str, AfterValidator(_line)]
"""One line of text, cleaned; may be empty."""
Name = Annotated[str, AfterValidator(_name)]
RequiredName = Annotated[str, AfterValidator(_name), AfterValidator(required)]
Email = Annotated[str, AfterValidator(_email)]
RequiredEmail = Annotated[str, AfterValidator(_email), AfterValidator(required)]
Phone = Annotated[str, AfterValidator(_phone)]
