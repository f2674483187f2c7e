#!/usr/bin/env bash
# libcurl signs a body that it reads by itself as if it were empty
#
# One would expect: with AWS_SIGV4, the signature covers the body that is sent, or libcurl refuses a body that it cannot
# hash beforehand, as it refuses PATH_AS_IS.
# What happens: only POSTFIELDS are hashed. A body that comes from READFUNCTION, or as a form, is signed with the hash
# of nothing, and AWS answers SignatureDoesNotMatch. For S3 alone it is UNSIGNED-PAYLOAD, which vouches for nothing.
# Seen with pycurl 7.49.0 (libcurl 8.23.0) on Python 3.11.
# What this project does: every body goes with `x-amz-content-sha256`, which libcurl then signs:
# layers/common/homeroom/adapters/lean_aws/http.py.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pycurl==7.49.0

seen=$("$folder/venv/bin/python" - <<'PY'
import hashlib
import hmac
import re
import socket
import threading
from io import BytesIO

import pycurl

BODY = b"hello"


def sign(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def signature(headers, payload, service):
    """As AWS documents it."""
    signed = re.search("SignedHeaders=([^,]+)", headers["authorization"])[1]
    lines = "".join(f"{name}:{headers[name]}\n" for name in signed.split(";"))
    request = "\n".join(["POST", "/", "", lines, signed, payload])
    day = headers["x-amz-date"][:8]
    scope = [day, "eu-central-1", service, "aws4_request"]
    hashed = hashlib.sha256(request.encode()).hexdigest()
    key = b"AWS4secret"
    for part in scope:
        key = sign(key, part)
    return sign(key, "\n".join(["AWS4-HMAC-SHA256", headers["x-amz-date"], "/".join(scope), hashed])).hex()


def serve(server, heads):
    connection, _ = server.accept()
    stream = connection.makefile("rb")
    lines = [line.decode().strip() for line in iter(stream.readline, b"\r\n")][1:]
    heads.append({name.lower(): value for name, value in (line.split(": ", 1) for line in lines)})
    stream.read(len(BODY))
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    stream.close()
    connection.close()


PAYLOADS = {
    hashlib.sha256(BODY).hexdigest(): "its body",
    hashlib.sha256(b"").hexdigest(): "an empty body",
    "UNSIGNED-PAYLOAD": "no body at all",
}
for service in ("sqs", "s3"):
    for way in ("POSTFIELDS", "READFUNCTION"):
        heads = []
        with socket.create_server(("127.0.0.1", 0)) as server:
            thread = threading.Thread(target=serve, args=(server, heads))
            thread.start()
            curl = pycurl.Curl()
            curl.setopt(pycurl.URL, f"http://127.0.0.1:{server.getsockname()[1]}/")
            curl.setopt(pycurl.PROXY, "")
            curl.setopt(pycurl.AWS_SIGV4, f"aws:amz:eu-central-1:{service}")
            curl.setopt(pycurl.USERPWD, "key:secret")
            if way == "POSTFIELDS":
                curl.setopt(pycurl.POSTFIELDS, BODY)
            else:
                curl.setopt(pycurl.POST, 1)
                curl.setopt(pycurl.POSTFIELDSIZE, len(BODY))
                curl.setopt(pycurl.READFUNCTION, BytesIO(BODY).read)
            curl.perform()
            thread.join()
        sent = heads[0]["authorization"].rpartition("Signature=")[2]
        [what] = [what for payload, what in PAYLOADS.items() if signature(heads[0], payload, service) == sent]
        print(f"{service}, {way}: the signature is that of {what}")
PY
)
echo "$seen"
expected="sqs, POSTFIELDS: the signature is that of its body
sqs, READFUNCTION: the signature is that of an empty body
s3, POSTFIELDS: the signature is that of its body
s3, READFUNCTION: the signature is that of no body at all"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
