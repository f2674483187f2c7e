"""The catalogues hold exactly what the code and the templates say, and each sentence of a code fits its code."""

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from local.catalogues import LOCALES, PACKAGE, extracted

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
def test_a_codes_sentence_names_its_values_in_braces_and_not_as_a_templates_text_does(language: str) -> None:
    texts = {text: ids for entry in written(language) for ids in [_texts(entry.id)] for text in _texts(entry.string)}
    assert [ids for text, ids in texts.items() if any(map(is_code, ids)) and "%(" in text] == []


def test_an_english_list_of_three_has_a_comma_before_its_last_word() -> None:
    """Of lists whose words are short: "a, b, and c", as the catalogue joins names."""
    texts = [text for entry in written("en") for side in (entry.id, entry.string) for text in _texts(side)]
    assert [text for text in texts if re.search(r"\w, (?:\w[\w'’-]* ){1,2}(?:and|or) \w", text)] == []


def test_american_english_writes_anymore_as_one_word_where_it_means_no_longer() -> None:
    texts = [text for entry in written("en") for side in (entry.id, entry.string) for text in _texts(side)]
    assert [text for text in texts if re.search(r"any more(?! emails| invitations)", text)] == []


def test_no_english_text_says_a_sentence_twice() -> None:
    """As a merge of two catalogues leaves it that has put the same text together once more."""
    texts = [text for entry in written("en") for side in (entry.id, entry.string) for text in _texts(side)]
    said = {text: [sentence.strip() for sentence in re.findall(r"[^.!?]{15,}[.!?]", text)] for text in texts}
    assert [text for text, sentences in said.items() if len(set(sentences)) < len(sentences)] == []


def _texts(side: str | Sequence[str] | None) -> Sequence[str]:
    return (side,) if isinstance(side, str) else side or ()


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


def sentences_of_codes(language: str) -> dict[str, tuple[str, ...]]:
    """By code, in all plural forms."""
    entries = {entry.id if isinstance(entry.id, str) else entry.id[0]: entry.string for entry in written(language)}
    return {
        message_id: tuple(texts) if isinstance(texts, tuple | list) else (texts or "",)
        for message_id, texts in entries.items()
        if is_code(message_id)
    }


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_fields_of_the_english_sentence(language: str) -> None:
    """Babel does not look at `{fields}`. The singular may leave its number out."""
    english, here = sentences_of_codes("en"), sentences_of_codes(language)
    for code, sentences in english.items():
        wanted = set().union(*map(fields, sentences))
        for sentence in here[code]:
            assert wanted - {"count"} <= fields(sentence) <= wanted, code


GIVE_VALUES_THEMSELVES = {"_notice", "RelationProblems"}
"""Helpers that are handed a code and put values of their own to it."""


def uses_of_codes() -> Iterator[tuple[str, str, set[str]]]:
    """Where a message is made of a code: the place, the code, and the names of the values that are given with it."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
    codes = dict(member for tree in trees.values() for member in _members_of_codes(tree))
    for path, tree in trees.items():
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call) or _name(call.func) in {"is_", *GIVE_VALUES_THEMSELVES}:
                continue
            given = {keyword.arg or "" for keyword in call.keywords}
            for argument in call.args:
                if code := codes.get(ast.unparse(argument)):
                    yield f"{path.relative_to(PACKAGE)}:{call.lineno}", code, given


def _members_of_codes(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """`RowProblem.UNKNOWN_HOMEROOM` and its id."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and "Code" in map(ast.unparse, node.bases):
            for line in node.body:
                if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant):
                    yield f"{node.name}.{ast.unparse(line.targets[0])}", str(line.value.value)


def _name(function: ast.expr) -> str:
    return str(getattr(function, "attr", getattr(function, "id", "")))


def test_whoever_makes_a_message_gives_every_value_that_its_sentence_wants() -> None:
    """A value that lacks would break the page that says the sentence."""
    wanted = {code: set().union(*map(fields, s)) for code, s in sentences_of_codes("en").items()}
    uses = list(uses_of_codes())
    assert len(uses) > 100
    assert [(place, code, wanted[code] - given) for place, code, given in uses if not wanted[code] <= given] == []
