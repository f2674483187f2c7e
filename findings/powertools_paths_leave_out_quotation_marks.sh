#!/usr/bin/env bash
# Powertools' API Gateway resolver does not match a path that has a quotation mark
#
# One would expect: a dynamic route such as `/i/<token>` takes whatever API Gateway delivers for `/i/{token}`: a segment.
# What happens: a placeholder takes a fixed set of characters. A quotation mark, which a mail program may leave behind a
# link and which API Gateway decodes and delivers, is not among them, so the route is not found and the visitor gets the
# resolver's own JSON instead of the page. Brackets and umlauts do match.
# Seen with aws-lambda-powertools 3.37.0 on Python 3.11.
# What this project does: it matches paths itself, web/core/routing.py, and answers every path with a page.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check aws-lambda-powertools==3.37.0

seen=$("$folder/venv/bin/python" - <<'PY'
from types import SimpleNamespace

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response

app = APIGatewayHttpResolver()


@app.get("/i/<token>")
def page(token: str) -> Response:
    return Response(200, "text/html", "the page")


for path in ("/i/abc", "/i/abc(1)", "/i/für", '/i/abc"'):
    event = {
        "version": "2.0",
        "rawPath": path,
        "headers": {},
        "requestContext": {"http": {"method": "GET", "path": path}, "stage": "$default"},
    }
    answer = app.resolve(event, SimpleNamespace())
    print(path, answer["statusCode"], answer["headers"]["Content-Type"])
PY
)
echo "$seen"
expected='/i/abc 200 text/html
/i/abc(1) 200 text/html
/i/für 200 text/html
/i/abc" 404 application/json'
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
