"""From what was typed into a form to a checked model, or to one sentence for each field."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from homeroom.domain.kernel.email_address import InvalidEmail, parse_email
from homeroom.domain.kernel.errors import HomeroomError
from homeroom.domain.kernel.text import clean, has_control_characters, looks_like_web_address
from homeroom.messages.catalogue import catalogue


class FormInvalid(HomeroomError):
    """`errors`: field name -> the sentence beside it, in the order of the form."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("form invalid")
        self.errors = dict(errors)


class Form(BaseModel):
    """`sentences` says for each field what to type, for when it is missing or impossible."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    sentences: ClassVar[Mapping[str, str]] = {}


F = TypeVar("F", bound=Form)


def read_form(model: type[F], typed: Mapping[str, str]) -> F:
    """Raises FormInvalid."""
    try:
        return model.model_validate(dict(typed))
    except ValidationError as invalid:
        errors: dict[str, str] = {}
        for error in invalid.errors(include_url=False, include_input=False):
            field = str(error["loc"][0])
            own = error["msg"] if error["type"] == "sentence" else ""
            errors.setdefault(field, own or model.sentences.get(field, "Check this field."))
        raise FormInvalid(errors) from None


def _sentence(text: str) -> PydanticCustomError:
    return PydanticCustomError("sentence", "{text}", {"text": text})


def _line(text: str) -> str:
    text = clean(text)
    if has_control_characters(text):
        raise _sentence("Use letters, numbers and signs only.")
    if len(text) > 200:
        raise _sentence("Use 200 characters at most.")
    return text


def _name(text: str) -> str:
    text = _line(text)
    if looks_like_web_address(text):
        raise _sentence("A web address cannot be a name.")
    return text


def _some(text: str) -> str:
    if not text:
        raise ValueError
    return text


def _email(text: str) -> str:
    try:
        return parse_email(text) if clean(text) else ""
    except InvalidEmail as invalid:
        raise _sentence(catalogue().say(invalid.message)) from None


def _phone(text: str) -> str:
    text = _line(text)
    digits = sum(c.isdecimal() for c in text)
    if text and (not 5 <= digits <= 20 or len(text) > 40):
        raise _sentence("Enter a phone number, like 555 0123 or +49 30 123456.")
    return text


Line = Annotated[str, AfterValidator(_line)]
"""One line of text, cleaned; may be empty."""
Name = Annotated[str, AfterValidator(_name)]
RequiredName = Annotated[str, AfterValidator(_name), AfterValidator(_some)]
Email = Annotated[str, AfterValidator(_email)]
RequiredEmail = Annotated[str, AfterValidator(_email), AfterValidator(_some)]
Phone = Annotated[str, AfterValidator(_phone)]
