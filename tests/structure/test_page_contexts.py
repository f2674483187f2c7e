"""One dataclass fills each page template: it has a field for each name that the template uses, and no other."""

import pkgutil
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import import_module
from typing import Any

import pytest
from jinja2 import meta, nodes

import homeroom.web
from homeroom.web.core.rendering import Frame, _environment
from tests.steps.pages.templates import PAGES

SET_FOR_THE_LAYOUT = {"here", "errors"}
"""Which part of the navigation a page belongs to, a template's own business; and the mistakes, where it has a form."""


def context_classes() -> Iterator[type[Any]]:
    for module in pkgutil.walk_packages(homeroom.web.__path__, "homeroom.web."):
        for thing in vars(import_module(module.name)).values():
            if is_dataclass(thing) and isinstance(thing, type) and isinstance(getattr(thing, "template", None), str):
                yield thing


CONTEXTS = sorted({(context.template, context) for context in context_classes()}, key=lambda pair: pair[0])
FRAME = {field.name for field in fields(Frame)}


@cache
def names_used(template: str) -> frozenset[str]:
    """By this template and by all that it extends, includes or imports from; without what they define themselves."""
    environment = _environment()
    assert environment.loader
    source, _, _ = environment.loader.get_source(environment, template)
    tree = environment.parse(source)
    names = meta.find_undeclared_variables(tree) - set(defined(tree))
    for other in meta.find_referenced_templates(tree):
        assert other, f"{template} takes another template whose name is not written in it"
        names |= names_used(other)
    return frozenset(names)


def defined(tree: nodes.Template) -> Iterator[str]:
    for statement in tree.body:
        if isinstance(statement, nodes.Assign | nodes.AssignBlock) and isinstance(statement.target, nodes.Name):
            yield statement.target.name
        elif isinstance(statement, nodes.Macro):
            yield statement.name
        elif isinstance(statement, nodes.FromImport):
            yield from (name if isinstance(name, str) else name[1] for name in statement.names)


@pytest.mark.parametrize(("template", "context"), CONTEXTS, ids=[template for template, _ in CONTEXTS])
def test_a_context_cannot_be_printed(template: str, context: type[Any]) -> None:
    """What a page shows of a family belongs in no log; and a `__repr__` for each takes a fortieth of a cold start."""
    assert "__repr__" not in vars(context)


def test_every_page_template_has_exactly_one_context() -> None:
    assert [template for template, _ in CONTEXTS] == sorted(PAGES)


@pytest.mark.parametrize(("template", "context"), CONTEXTS, ids=[template for template, _ in CONTEXTS])
def test_a_context_has_what_its_template_uses_and_nothing_more(template: str, context: type[Any]) -> None:
    names = {field.name for field in fields(context)}
    used = names_used(template)
    assert not names & FRAME, "a page does not replace what stands on all pages"
    assert used - names - FRAME - SET_FOR_THE_LAYOUT == set(), "the template uses what nobody gives it"
    assert names - used == set(), "the template does not use all it is given"
