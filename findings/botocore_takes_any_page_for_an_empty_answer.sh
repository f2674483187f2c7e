#!/usr/bin/env bash
# botocore takes any page for an empty answer
#
# One would expect: what is no JSON, such as a proxy's page or half an answer, is an error of botocore's for a service
# that speaks JSON, as broken XML is for one that speaks XML (ResponseParserError).
# What happens: with the status 200 it is an answer without members. `get_item` says that there is no such item,
# `scan` that the table is empty, and `send_email` that the email was taken, only without a MessageId.
# Seen with botocore 1.43.106 on Python 3.11, for services that speak JSON.
# What this project does: a 200 that is no JSON object is an answer that did not come, `_demand_readable_answer`
# in layers/common/homeroom/adapters/botocore_clients.py.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check botocore==1.43.106

seen=$(env -i HOME="$folder" PATH="$PATH" "$folder/venv/bin/python" - <<'PY'
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from botocore.config import Config
from botocore.parsers import ResponseParserError
from botocore.session import Session


class Proxy(BaseHTTPRequestHandler):
    page = b""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.page)))
        self.end_headers()
        self.wfile.write(self.page)

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Proxy)
threading.Thread(target=server.serve_forever, daemon=True).start()


def client(service):
    return Session().create_client(
        service,
        region_name="eu-central-1",
        endpoint_url=f"http://127.0.0.1:{server.server_port}",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
        config=Config(retries={"total_max_attempts": 1}),
    )


CALLS = {
    "get_item": lambda: client("dynamodb").get_item(TableName="people", Key={"id": {"S": "me"}}),
    "scan": lambda: client("dynamodb").scan(TableName="people"),
    "send_email": lambda: client("sesv2").send_email(Content={"Raw": {"Data": b"mail"}}),
    "publish (in XML)": lambda: client("sns").publish(TopicArn="topic", Message="text"),
}
for what, page in {"page": b"<html>Please log in<br></html>", "half": b'{"Item": {"id": {"S": "m'}.items():
    Proxy.page = page
    for name, call in CALLS.items():
        try:
            answer = call()
            status = answer.pop("ResponseMetadata")["HTTPStatusCode"]
            print(f"{what}, {name}: {status} {answer}")
        except ResponseParserError as error:
            print(f"{what}, {name}: {type(error).__name__}")
server.shutdown()
PY
)
echo "$seen"
expected="page, get_item: 200 {}
page, scan: 200 {}
page, send_email: 200 {}
page, publish (in XML): ResponseParserError
half, get_item: 200 {}
half, scan: 200 {}
half, send_email: 200 {}
half, publish (in XML): ResponseParserError"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
