"""The local API chooses routes as API Gateway does, from the template alone."""

import pytest

from local.stack.routes import Route, Routes, routes_of

ROUTES = Routes(
    [
        Route("GET", "/files/{path+}", "files"),
        Route("GET", "/students/{id}", "one"),
        Route("GET", "/students/new", "new"),
        Route("ANY", "/students/{id}", "any"),
        Route("GET", "/i/{token}", "open"),
        Route("HEAD", "/i/{token}", "look"),
        Route("GET", "/", "home"),
    ]
)


@pytest.mark.parametrize(
    ("method", "path", "function", "parameters"),
    [
        ("GET", "/", "home", {}),
        ("GET", "/students/new", "new", {}),
        ("GET", "/students/7", "one", {"id": "7"}),
        ("DELETE", "/students/7", "any", {"id": "7"}),
        ("HEAD", "/i/abc", "look", {"token": "abc"}),
        ("GET", "/files/a/b.css", "files", {"path": "a/b.css"}),
        ("GET", "/students/a.b", "one", {"id": "a.b"}),
    ],
)
def test_the_most_exact_route_answers(method: str, path: str, function: str, parameters: dict[str, str]) -> None:
    match = ROUTES.match(method, path)
    assert match is not None
    assert (match.route.function, match.parameters) == (function, parameters)


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/nowhere"), ("GET", "/students/7/more"), ("HEAD", "/"), ("POST", "/i/abc"), ("GET", "/students/")],
)
def test_what_no_route_is_for_is_not_found(method: str, path: str) -> None:
    assert ROUTES.match(method, path) is None


def test_the_order_in_the_template_does_not_matter() -> None:
    catch_all, named, literal = Route("GET", "/{all+}", "a"), Route("GET", "/{x}", "x"), Route("GET", "/me", "me")
    for order in ([catch_all, named, literal], [literal, named, catch_all], [named, catch_all, literal]):
        match = Routes(order).match("GET", "/me")
        assert match is not None
        assert match.route is literal


def test_the_default_route_comes_last() -> None:
    routes = Routes([Route("ANY", "$default", "rest"), Route("GET", "/{all+}", "all")])
    first, second = routes.match("GET", "/x/y"), routes.match("POST", "/x/y")
    assert first is not None
    assert second is not None
    assert (first.route.key, second.route.key) == ("GET /{all+}", "$default")


def test_greedy_routes_take_what_is_below_them_and_the_default_route_all_the_rest() -> None:
    routes = Routes(
        [
            Route("ANY", "$default", "portal"),
            Route("POST", "/login", "portal"),
            Route("ANY", "/answer", "accept"),
            Route("ANY", "/answer/{proxy+}", "accept"),
            Route("ANY", "/i/{proxy+}", "accept"),
        ]
    )
    for method, path, key, parameters in (
        ("POST", "/login", "POST /login", {}),
        ("GET", "/login", "$default", {}),
        ("DELETE", "/answer", "ANY /answer", {}),
        ("GET", "/answer/a/b", "ANY /answer/{proxy+}", {"proxy": "a/b"}),
        ("HEAD", '/i/abc"\n', "ANY /i/{proxy+}", {"proxy": 'abc"\n'}),
        ("GET", "/i/", "$default", {}),
        ("OPTIONS", "/", "$default", {}),
    ):
        match = routes.match(method, path)
        assert match is not None
        assert (match.route.key, match.parameters) == (key, parameters)


def test_routes_come_from_the_transformed_template() -> None:
    operation = {
        "x-amazon-apigateway-integration": {"uri": {"Fn::Sub": "arn:.../functions/${PortalFunction.Arn}/invo"}}
    }
    any_method = {"x-amazon-apigateway-any-method": operation}
    paths = {"/me": {"get": operation, **any_method, "parameters": []}, "$default": any_method}
    template = {
        "Resources": {
            "HttpApi": {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"Body": {"paths": paths}}},
            "Queue": {"Type": "AWS::SQS::Queue"},
        }
    }
    routes = routes_of(template, {"PortalFunction": "stack-portal-1"})
    assert [route.key for route in routes] == ["GET /me", "ANY /me", "$default"]
    match = routes.match("DELETE", "/me")
    assert match is not None
    assert match.route == Route("ANY", "/me", "stack-portal-1")
