#!/usr/bin/env bash
# multipart raises a LookupError for a registered character set
#
# One would expect: every failure of `multipart` is a MultipartError, its documented base class, so that one `except`
# around the parser and the values of its parts answers 400.
# What happens: a part may name its charset, and `part.value` hands that name to Python's codecs. A charset that IANA has
# registered and Python does not have, such as iso-8859-8-i, raises LookupError, which the web framework turns into a 500.
# Seen with multipart 2.0.1 on Python 3.11.
# What this project does: web/core/requests.py decodes each part itself, with its errors handled;
# tests/integration/test_malformed_requests.py sends such parts to every route.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check multipart==2.0.1

seen=$("$folder/venv/bin/python" - <<'PY'
from io import BytesIO

from multipart import MultipartError, MultipartParser

body = (
    b"--b\r\n"
    b'Content-Disposition: form-data; name="first_name"\r\n'
    b"Content-Type: text/plain; charset=%s\r\n"
    b"\r\n"
    b"Ada\r\n"
    b"--b--\r\n"
)
for charset in (b"iso-8859-8", b"iso-8859-8-i"):
    try:
        part = next(iter(MultipartParser(BytesIO(body % charset), "b")))
        print(charset.decode(), part.value)
    except MultipartError as error:
        print(charset.decode(), "MultipartError")
    except Exception as error:
        print(charset.decode(), type(error).__name__)
PY
)
echo "$seen"
expected=$'iso-8859-8 Ada\niso-8859-8-i LookupError'
[[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
echo "As described."
