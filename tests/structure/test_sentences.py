"""No sentence for people stands in code: they are in the catalogues, the templates and the emails."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.settings import ROOT

PACKAGE = ROOT / "layers" / "common" / "homeroom"
FILES = sorted(
    path
    for folder in (PACKAGE, ROOT / "functions")
    for path in folder.rglob("*.py")
    if "messages" not in path.relative_to(ROOT).parts
)
WORD = re.compile(r"[“(]?[^\W\d_]+(?:['’][a-z]+)?[.,;:!?)”]{0,2}")
FOR_DEVELOPERS = {
    "ValueError",
    "TypeError",
    "warn",
    "cast",
    "KeyError",
    "AssertionError",
    "RuntimeError",
    "LookupError",
    "Logger",
}
NOT_FOR_PEOPLE = {
    # log lines, and errors that only a log names
    "operations of one scheduled run",
    "mails of one message",
    "the body is cut off",
    "it came with a mistake",
    "no message id",
    "DynamoDB: keys of a batch were left unread by every try",
    "DynamoDB: every try of a transaction was throttled",
    "SQS: messages of a batch were left by every try",
    "SQS refuses messages: 0",
    "the store has version 0, this code reads version 0",
    "a matter of this mail alone",
    "not at this moment",
    "the account may not send: no other mail would go out",
    # what other programs write: SES, Python's codecs and csv, and the columns of student information systems
    "Successfully validated SNS topic",
    "unexpected end of data",
    "end of data",
    "New Contact Identifier",
    "Contact Has Custody",
    "Is Primary Email Address",
    "Phone Number Priority Order",
    "Address Priority Order",
    "Contact Priority Order",
    "Contact Lives With",
}
LOGGED = {"debug", "info", "warning", "error", "exception", "compile", "execute", "add_argument"}


def sentences(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Texts of three words or more that read as prose: no docstring, nothing logged, no pattern, no SQL, no column of
    Microsoft's sets of files."""
    left_out = {id(node) for node in _left_out(tree)}
    for node in ast.walk(tree):
        if id(node) in left_out:
            continue
        if isinstance(node, ast.JoinedStr):
            text = "".join(p.value if isinstance(p, ast.Constant) else "0" for p in node.values)  # type: ignore[misc]
            left_out |= {id(part) for part in node.values}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        if reads_as_prose(text):
            yield node.lineno, text


def _left_out(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value  # a docstring, also that of a constant
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in FOR_DEVELOPERS | LOGGED:
                yield from (part for argument in node.args for part in ast.walk(argument))
        if isinstance(node, ast.JoinedStr):  # patterns inside `{value:%d %B}`
            yield from (p for v in node.values if isinstance(v, ast.FormattedValue) for p in ast.walk(v))


def reads_as_prose(text: str) -> bool:
    if text in NOT_FOR_PEOPLE or re.search(
        r"[\\^$|=<>_{}#/]|\b(select|insert into|not null|attribute_\w+|begins_with|SIS ID)\b",
        text.replace("<b>", ""),
    ):
        return False
    return sum(WORD.fullmatch(word) is not None for word in text.split()) >= 3


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_sentence_for_people_stands_in_code(path: Path) -> None:
    assert list(sentences(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize("text", ["There is no homeroom x in x.", "Choose a CSV file first.", "Ask the school office"])
def test_a_sentence_is_known_when_it_is_seen(text: str) -> None:
    assert reads_as_prose(text)


@pytest.mark.parametrize("text", ["no-store", "class_code", "3-A", "text/plain; charset=utf-8"])
def test_what_is_for_machines_is_no_sentence(text: str) -> None:
    assert not reads_as_prose(text)
