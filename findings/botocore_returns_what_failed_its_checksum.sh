#!/usr/bin/env bash
# botocore returns an answer that failed its checksum
#
# One would expect: an answer of DynamoDB whose body does not match its x-amz-crc32 is never returned. It is tried
# again, and in the end it is a ChecksumError, as in the retry mode `legacy`.
# What happens: in `standard`, which AWS recommends, and in `adaptive` it is tried again, and the last try's answer is
# returned as a success, however wrong. All that tells of it is `MaxAttemptsReached` in its metadata.
# Seen with botocore 1.43.106 on Python 3.11.
# What this project does: it compares the checksum itself after each call, `_demand_whole_answer` in
# layers/common/homeroom/adapters/botocore_clients.py, and so does its own transport, lean_aws/service.py.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check botocore==1.43.106

seen=$(env -i HOME="$folder" PATH="$PATH" "$folder/venv/bin/python" - <<'PY'
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from botocore.config import Config
from botocore.exceptions import BotoCoreError
from botocore.session import Session


class DynamoDb(BaseHTTPRequestHandler):
    requests = 0

    def do_POST(self):
        type(self).requests += 1
        body = b'{"Item": {"id": {"S": "somebody else"}}}'
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("x-amz-crc32", "1")  # not that of this body
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), DynamoDb)
threading.Thread(target=server.serve_forever, daemon=True).start()
for mode in ("legacy", "standard", "adaptive"):
    DynamoDb.requests = 0
    client = Session().create_client(
        "dynamodb",
        region_name="eu-central-1",
        endpoint_url=f"http://127.0.0.1:{server.server_port}",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
        config=Config(retries={"mode": mode, "total_max_attempts": 2}),
    )
    try:
        what = client.get_item(TableName="people", Key={"id": {"S": "me"}})["Item"]
    except BotoCoreError as error:
        what = type(error).__name__
    print(f"{mode}: after {DynamoDb.requests} tries {what}")
server.shutdown()
PY
)
echo "$seen"
expected="legacy: after 2 tries ChecksumError
standard: after 2 tries {'id': {'S': 'somebody else'}}
adaptive: after 2 tries {'id': {'S': 'somebody else'}}"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
