#!/usr/bin/env bash
# libcurl keeps the old connection beside the fresh one, and goes back to it
#
# One would expect: FRESH_CONNECT, set for one request because the kept connection may be stale, is the end of that one.
# What happens: the fresh connection is one more. The old one stays in the pool, and a later request without the option
# may be sent over it.
# Seen with pycurl 7.49.0 (libcurl 8.23.0) on Python 3.11.
# What this project does: an email would be sent over the connection that was thought too old for the one before it. At
# most one connection to a host is kept (M_MAX_HOST_CONNECTIONS), so that a fresh one ends the other:
# layers/common/homeroom/adapters/lean_aws/http.py.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pycurl==7.49.0

seen=$("$folder/venv/bin/python" - <<'PY'
import socket
import threading

import pycurl

server = socket.create_server(("127.0.0.1", 0))
used = []


def answer(connection, number):
    stream = connection.makefile("rb")
    while stream.readline():
        while stream.readline() != b"\r\n":
            pass
        used.append(number)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")


def serve():
    number = 0
    while True:
        connection, _ = server.accept()
        number += 1
        threading.Thread(target=answer, args=(connection, number), daemon=True).start()


threading.Thread(target=serve, daemon=True).start()


def ask(curl):
    curl.setopt(pycurl.URL, f"http://127.0.0.1:{server.getsockname()[1]}/")
    curl.setopt(pycurl.PROXY, "")
    for fresh in (0, 1, 0, 0):
        curl.setopt(pycurl.FRESH_CONNECT, fresh)
        curl.perform()


ask(pycurl.Curl())
print("connections used:", *used)
PY
)
echo "$seen"
expected='connections used: 1 2 1 1'
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
