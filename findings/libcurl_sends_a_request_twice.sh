#!/usr/bin/env bash
# libcurl sends a POST a second time by itself
#
# One would expect: a request that the server has read and not answered ends with an error, as it does in http.client.
# It may have been carried out, and RFC 9110, 9.2.2, says that a client should not repeat a POST by itself.
# What happens: where the connection had been used before, libcurl opens another one and sends the POST again. The call
# succeeds, and its caller is not told that the server has read two requests.
# Seen with pycurl 7.49.0 (libcurl 8.23.0) on Python 3.11.
# What this project does: an email would go out twice. libcurl is made to ask before it sends (PREREQFUNCTION), and is
# told no the second time: layers/common/homeroom/adapters/lean_aws/http.py.
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
bodies = []


def serve():
    while True:
        connection, _ = server.accept()
        stream = connection.makefile("rb")
        while length := [int(line.split(b":")[1]) for line in iter(stream.readline, b"\r\n") if b"Length" in line]:
            bodies.append(stream.read(length[0]).decode())
            if len(bodies) == 2:  # read, perhaps carried out, and never answered
                break
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        stream.close()
        connection.shutdown(socket.SHUT_RDWR)
        connection.close()


threading.Thread(target=serve, daemon=True).start()
curl = pycurl.Curl()
curl.setopt(pycurl.URL, f"http://127.0.0.1:{server.getsockname()[1]}/")
curl.setopt(pycurl.PROXY, "")
for body in ("first", "second"):
    curl.setopt(pycurl.POSTFIELDS, body)
    curl.perform()
    print(body, "answered with", curl.getinfo(pycurl.RESPONSE_CODE))
print("read by the server:", *bodies)
PY
)
echo "$seen"
expected='first answered with 200
second answered with 200
read by the server: first second second'
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
