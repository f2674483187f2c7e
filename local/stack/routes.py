"""The HTTP API's routes, read from the transformed template, and API Gateway's way of choosing among them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

PARAMETER = re.compile(r"\{(\w+)(\+?)\}")
FUNCTION = re.compile(r"\$\{(\w+)\.Arn\}")
DEFAULT = "$default"


@dataclass(frozen=True)
class Route:
    """One route of the API. `method` may be ANY; `path` has `{name}` and `{name+}` parameters, or is DEFAULT."""

    method: str
    path: str
    function: str

    @property
    def key(self) -> str:
        """API Gateway's name for the route, such as `GET /students/{id}`."""
        return DEFAULT if self.path == DEFAULT else f"{self.method} {self.path}"

    @property
    def rank(self) -> tuple[tuple[int, ...], bool]:
        """Sorts as API Gateway prefers: literal before {name} before {name+} before $default, a method before ANY."""
        if self.path == DEFAULT:
            return (3,), True
        return tuple(_kind(segment) for segment in self.path.split("/")), self.method == "ANY"

    def parameters(self, path: str) -> dict[str, str] | None:
        """The values of the path's parameters, or None when this route is not for that path."""
        if self.path == DEFAULT:
            return {}
        match = re.fullmatch(_pattern(self.path), path, re.DOTALL)
        return match.groupdict() if match else None


@dataclass(frozen=True)
class Match:
    """A request's route and the values of its path parameters."""

    route: Route
    parameters: dict[str, str]


class Routes:
    """All routes of the API."""

    def __init__(self, routes: list[Route]) -> None:
        """Take the routes in any order."""
        self._routes = sorted(routes, key=lambda route: route.rank)

    def match(self, method: str, path: str) -> Match | None:
        """The best route for a decoded path, or None (API Gateway then says 404)."""
        for route in self._routes:
            if route.method in (method, "ANY"):
                parameters = route.parameters(path)
                if parameters is not None:
                    return Match(route, parameters)
        return None

    def __iter__(self) -> Iterator[Route]:
        return iter(self._routes)

    def __len__(self) -> int:
        return len(self._routes)


def routes_of(template: dict[str, Any], physical_names: dict[str, str]) -> Routes:
    """The routes of a transformed template's HTTP API; `physical_names` maps its logical names to the deployed ones."""
    return Routes(
        [route for resource in template["Resources"].values() for route in _routes_of_api(resource, physical_names)]
    )


def _routes_of_api(resource: dict[str, Any], physical_names: dict[str, str]) -> Iterator[Route]:
    if resource["Type"] != "AWS::ApiGatewayV2::Api":
        return
    for path, operations in resource["Properties"]["Body"]["paths"].items():
        for method, operation in operations.items():
            integration = operation.get("x-amazon-apigateway-integration") if isinstance(operation, dict) else None
            if integration and (function := FUNCTION.search(integration["uri"]["Fn::Sub"])):
                yield Route(_method(method), path, physical_names[function[1]])


def _method(name: str) -> str:
    return "ANY" if name == "x-amazon-apigateway-any-method" else name.upper()


def _kind(segment: str) -> int:
    parameter = PARAMETER.fullmatch(segment)
    return 0 if not parameter else 2 if parameter[2] else 1


@cache
def _pattern(path: str) -> str:
    segments = []
    for segment in path.split("/"):
        parameter = PARAMETER.fullmatch(segment)
        segments.append(f"(?P<{parameter[1]}>{'.+' if parameter[2] else '[^/]+'})" if parameter else re.escape(segment))
    return "/".join(segments)
