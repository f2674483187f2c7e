#!/usr/bin/env bash
# libcurl takes an answer whose head is cut off for a whole one
#
# One would expect: a connection that ends in the middle of an answer is an error, wherever the middle is.
# What happens: it is one in the body, and none in the head. `HTTP/1.1 200 OK`, `Content-Length: 5` and an early end are
# a success with the status 200 and an empty body. http.client at least misses the five bytes; it too is content with a
# first line alone, and so is what stands on it, such as urllib3 and botocore.
# Seen with pycurl 7.49.0 (libcurl 8.23.0) and http.client of Python 3.11.
# What this project does: an answer counts once the empty line after its head has come:
# layers/common/homeroom/adapters/lean_aws/http.py. With botocore it must have content, `_demand_whole_answer`.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pycurl==7.49.0

seen=$("$folder/venv/bin/python" - <<'PY'
import http.client
import socket
import threading
from io import BytesIO

import pycurl


def serve(server, answer):
    connection, _ = server.accept()
    stream = connection.makefile("rb")
    while stream.readline() != b"\r\n":
        pass
    connection.sendall(answer)
    stream.close()
    connection.shutdown(socket.SHUT_RDWR)
    connection.close()


def ask_libcurl(port):
    curl, body = pycurl.Curl(), BytesIO()
    curl.setopt(pycurl.URL, f"http://127.0.0.1:{port}/")
    curl.setopt(pycurl.PROXY, "")
    curl.setopt(pycurl.WRITEFUNCTION, body.write)
    try:
        curl.perform()
    except pycurl.error as error:
        return f"error {error.args[0]}"
    return f"{curl.getinfo(pycurl.RESPONSE_CODE)} {body.getvalue()}"


def ask_http_client(port):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    try:
        connection.request("GET", "/")
        answer = connection.getresponse()
        return f"{answer.status} {answer.read()}"
    except http.client.HTTPException as error:
        return type(error).__name__


HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n"
CUT = {"in the body": HEAD + b"\r\nab", "in the head": HEAD, "after the first line": b"HTTP/1.1 200 OK\r\n"}
for where, answer in CUT.items():
    for name, ask in (("libcurl", ask_libcurl), ("http.client", ask_http_client)):
        with socket.create_server(("127.0.0.1", 0)) as server:
            thread = threading.Thread(target=serve, args=(server, answer))
            thread.start()
            print(f"cut {where}, {name}:", ask(server.getsockname()[1]))
            thread.join()
PY
)
echo "$seen"
expected="cut in the body, libcurl: error 18
cut in the body, http.client: IncompleteRead
cut in the head, libcurl: 200 b''
cut in the head, http.client: IncompleteRead
cut after the first line, libcurl: 200 b''
cut after the first line, http.client: 200 b''"
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
