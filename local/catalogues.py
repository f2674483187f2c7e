"""The catalogues of texts: collect what there is to say, and compile what is said. `python -m local.catalogues`.

Without an argument it compiles what has changed, as every start and every test run does; `collect` first brings each
`.po` file up to date with the code and the templates. The build for AWS compiles with Babel's own command.
"""

import ast
import os
import re
import sys
from collections.abc import Collection, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING

from local.settings import ROOT

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

PACKAGE = ROOT / "layers" / "common" / "homeroom"
LOCALES = PACKAGE / "messages" / "locales"
CONFIGURATION = ROOT / "babel.cfg"
DOMAIN = "homeroom"
_HEADER = "# Texts of Homeroom. `make messages` adds what is new and drops what is gone; people write the sentences.\n"

_PLACEHOLDERS = re.compile(
    rb'^"(?:Project-Id-Version|Report-Msgid-Bugs-To|P\w+-\w+-Date|Last-Translator|Language-Team|Generated-By):.*\n',
    re.MULTILINE,
)
"""Header lines that say nothing here, or another thing every day."""

Extract = tuple[int, str, str | tuple[str, ...], list[str]]
"""Line, function, message ids, comments: what Babel expects of an extractor."""


def main() -> int:
    """Compile, and collect before that if asked to."""
    if "collect" in sys.argv[1:]:
        collect()
    compile_all()
    return 0


def compile_all() -> None:
    """Write each `.mo` file that is older than its `.po`. Several processes may do so at once."""
    for source in sorted(LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            _compile(source, compiled)


def _compile(source: Path, compiled: Path) -> None:
    from babel.messages.mofile import write_mo  # slow to import, and seldom needed
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalog = read_po(file, locale=source.parts[-3], abort_invalid=True)
    part = compiled.with_suffix(f".{os.getpid()}")
    with part.open("wb") as file:
        write_mo(file, catalog)
    part.replace(compiled)


def collect() -> None:
    """Bring each `.po` file up to date: new ids come in empty, ids that are gone go."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po, write_po

    template = Catalog(domain=DOMAIN, project="Homeroom", fuzzy=False)
    for ids, file_name, comments, context in extracted():
        template.add(ids, None, [(file_name, 0)], auto_comments=comments, context=context)
    for source in sorted(LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        with source.open("rb") as file:
            catalog = read_po(file, locale=source.parts[-3])
        plural = {m.id for m in catalog if isinstance(m.id, tuple)}
        catalog.update(_as_plural(template, plural), no_fuzzy_matching=True)
        catalog.obsolete.clear()
        catalog.fuzzy, catalog.header_comment = False, _HEADER.rstrip()
        text = BytesIO()
        write_po(text, catalog, width=120, include_lineno=False, sort_output=True)
        source.write_bytes(_PLACEHOLDERS.sub(b"", text.getvalue()))


def _as_plural(template: "Catalog", plural: Collection[tuple[str, ...]]) -> "Catalog":
    """A code does not say whether its sentence depends on a number; the catalogue that holds it does."""
    for ids in plural:
        if ids[0] == ids[1] and (code := template.get(ids[0])) and isinstance(code.id, str):
            locations = code.locations
            template.delete(ids[0])
            template.add(ids, None, locations)
    return template


Extracted = tuple[str | tuple[str, ...], str, list[str], str | None]


def extracted() -> Iterator[Extracted]:
    """Every message id there is: ids, the file it stands in, comments for translators, and its context."""
    from babel.messages.extract import extract_from_dir
    from babel.messages.frontend import parse_mapping_cfg

    with CONFIGURATION.open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    for name, _, ids, comments, context in extract_from_dir(PACKAGE, methods, options):
        yield ids, Path(name).as_posix(), comments, context


def extract_codes(file: IO[bytes], _keywords: object, _comment_tags: object, *, options: object) -> Iterable[Extract]:  # noqa: ARG001  Babel's call
    """The message ids in a Python file: members of its `Code` classes, and labels of its `Labeled` ones."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.ClassDef):
            bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
            prefix = f"{node.name}." if "Labeled" in bases else ""
            if bases & {"Code", "Labeled"}:
                yield from ((line, "", f"{prefix}{value}", []) for line, value in _members(node))


def _members(node: ast.ClassDef) -> Iterator[tuple[int, str]]:
    for statement in node.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant):
            yield statement.lineno, str(statement.value.value)


if __name__ == "__main__":
    sys.exit(main())
