"""Who emails are from, and the school's own words in them, as typed."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator

from homeroom.domain.kernel.errors import Refused
from homeroom.domain.kernel.message import Code
from homeroom.domain.site.own_words import LANGUAGE, checked_sender_name, checked_words
from homeroom.domain.site.site_settings import SiteSettings
from homeroom.web.forms.form_parsing import Email, Line, refused
from homeroom.web.forms.site.section_form import SectionForm


class MailProblem(Code):
    """What to type instead."""

    REPLY_TO = "settings_form.reply_to"


def _checked(check: Callable[[str], str]) -> AfterValidator:
    def checked(text: str) -> str:
        try:
            return check(text)
        except Refused as refusal:
            raise refused(refusal.message) from None

    return AfterValidator(checked)


SenderName = Annotated[Line, _checked(checked_sender_name)]


class MailForm(SectionForm):
    """Which addresses the own words name is checked by whoever knows the site's."""

    sender_name: SenderName = ""
    reply_to: Email = ""
    own_words_en: Annotated[str, _checked(checked_words)] = ""

    problems: ClassVar[Mapping[str, Code]] = {"reply_to": MailProblem.REPLY_TO}

    def changed(self, settings: SiteSettings) -> Mapping[str, Any]:
        """The own words of other languages stay."""
        changed = dict(super().changed(settings))
        if "own_words_en" in changed:
            words = {**settings.own_words, LANGUAGE: changed.pop("own_words_en")}
            changed["own_words"] = {language: text for language, text in words.items() if text}
        return changed
