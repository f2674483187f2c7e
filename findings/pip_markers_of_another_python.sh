#!/usr/bin/env bash
# pip packs for another Python by the markers of its own
#
# One would expect: `pip install --platform … --python-version 3.10 --only-binary=:all: --target …` installs what the
# packages need on that platform and on Python 3.10.
# What happens: it picks the wheels for 3.10, and then decides by the Python and the system that it runs on which
# requirements apply. pytest 8.3.4 needs exceptiongroup and tomli on Python 3.10, and colorama on Windows; packed on
# Linux with Python 3.11 or newer it gets none of them, without a warning, and does not start where it is unpacked.
# Seen with pip 26.3 on Python 3.11. Reported as https://github.com/pypa/pip/issues/11664.
# What this project does: the layer for Lambda (Python 3.13, arm64) is packed with --no-deps from a lock file without
# markers, resolved by a tool that knows the difference; tests/structure/test_locked_packages.py keeps it so.
set -euo pipefail

python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(not (sys.version_info >= (3, 11) and sys.platform == "linux"))' ||
  { echo "This needs Python 3.11 or newer on Linux."; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pip==26.3

# $1: platform, $2: Python version
packed() {
  "$folder/venv/bin/pip" install --quiet --platform "$1" --implementation cp --python-version "$2" \
    --only-binary=:all: --target "$folder/$1-$2" pytest==8.3.4 pluggy==1.5.0 iniconfig==2.0.0 packaging==24.2
  printf '%s' "$(cd "$folder/$1-$2" && ls -d ./*.dist-info | sed -E 's|^\./(.*)-[^-]*\.dist-info$|\1|' | sort | paste -sd ' ')"
}

expected="iniconfig packaging pluggy pytest"
for target in "manylinux2014_x86_64 3.10" "win_amd64 3.13"; do
  read -r platform version <<<"$target"
  seen=$(packed "$platform" "$version")
  echo "pytest for $platform, Python $version: $seen"
  [[ $seen == "$expected" ]] || { echo "It has changed: this was '$expected'."; exit 1; }
done
echo "As described: no exceptiongroup and tomli for Python 3.10, and no colorama for Windows."
