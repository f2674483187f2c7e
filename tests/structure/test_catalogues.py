"""The catalogues hold exactly what the code and the templates say, and each sentence of a code fits its code."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from local.catalogues import LOCALES, extracted

LANGUAGES = sorted(path.name for path in LOCALES.iterdir())
Key = tuple[str, str | None]


def written(language: str) -> Catalog:
    with (LOCALES / language / "LC_MESSAGES" / "homeroom.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def keys_there_are() -> set[Key]:
    return {(ids if isinstance(ids, str) else ids[0], context) for ids, _, _, context in extracted()}


def is_code(message_id: str) -> bool:
    return re.fullmatch(r"[A-Za-z_]+(\.[a-z0-9_ ]+)+", message_id) is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_every_text_and_none_that_is_gone(language: str) -> None:
    held = {(m.id if isinstance(m.id, str) else m.id[0], m.context) for m in written(language) if m.id}
    assert held == keys_there_are(), "run `make messages`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_sentence(language: str) -> None:
    empty = []
    for entry in written(language):
        message_id = entry.id if isinstance(entry.id, str) else entry.id[0]
        texts = entry.string if isinstance(entry.string, tuple | list) else [entry.string]
        if is_code(message_id) and not all(texts):
            empty.append(message_id)
    assert empty == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_every_placeholder(language: str) -> None:
    """Babel's own checks, as they would fail a translator's file."""
    assert [(entry.id, errors) for entry, errors in written(language).check()] == []


def test_no_two_kinds_of_code_share_an_id() -> None:
    places: dict[str, set[str]] = {}
    for ids, file, _, _ in extracted():
        if isinstance(ids, str) and is_code(ids):
            places.setdefault(ids, set()).add(Path(file).as_posix())
    assert {code: files for code, files in places.items() if len(files) > 1} == {}
