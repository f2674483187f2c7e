"""A homeroom as typed. A field may hold what a file's cell may hold."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BeforeValidator

from homeroom.domain.kernel.message import Code, message
from homeroom.domain.kernel.text import clean, has_control_characters, looks_like_web_address
from homeroom.domain.roster.homeroom import Homeroom
from homeroom.domain.roster.homeroom_changes import HomeroomDetails
from homeroom.domain.roster.homeroom_code import InvalidClassCode, parse_class_code
from homeroom.web.forms.form_parsing import Form, FormProblem, refused

LONGEST_TEXT = 40
LONGEST_NAME = 100
MOST_TEACHERS = 20


class HomeroomFormProblem(Code):
    MANY_TEACHERS = "homeroom_form.many_teachers"


def _code(text: str) -> str:
    try:
        return parse_class_code(text)
    except InvalidClassCode as invalid:
        raise refused(invalid.message) from None


def _short(text: str, most: int = LONGEST_TEXT) -> str:
    if has_control_characters(text):
        raise refused(message(FormProblem.CHARACTERS))
    text = clean(text)
    if len(text) > most:
        raise refused(message(FormProblem.TOO_LONG, most=most))
    return text


def _teachers(text: object) -> tuple[str, ...]:
    """One on each line, each once."""
    if not isinstance(text, str):
        return ()
    names = tuple(dict.fromkeys(name for line in text.splitlines() if (name := _short(line, LONGEST_NAME))))
    if any(map(looks_like_web_address, names)):
        raise refused(message(FormProblem.WEB_ADDRESS_AS_NAME))
    if len(names) > MOST_TEACHERS:
        raise refused(message(HomeroomFormProblem.MANY_TEACHERS, most=MOST_TEACHERS))
    return names


class HomeroomForm(Form):
    code: Annotated[str, AfterValidator(_code)] = ""
    grade: Annotated[str, AfterValidator(_short)] = ""
    room: Annotated[str, AfterValidator(_short)] = ""
    teachers: Annotated[tuple[str, ...], BeforeValidator(_teachers)] = ()

    model_config = Form.model_config | {"validate_default": True}
    problems: ClassVar[Mapping[str, Code]] = {}

    @property
    def details(self) -> HomeroomDetails:
        return HomeroomDetails(code=self.code, grade=self.grade, room=self.room, teachers=self.teachers)


def homeroom_values(homeroom: Homeroom) -> dict[str, str]:
    """The form filled with what is stored."""
    return {
        "code": homeroom.code,
        "grade": homeroom.grade,
        "room": homeroom.room,
        "teachers": "\n".join(homeroom.teachers),
    }
