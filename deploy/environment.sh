#!/bin/bash
# Makes a Python environment: environment.sh PYTHON FOLDER
set -euo pipefail
python=$1 folder=$2

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "The wiki needs Python 3.11 or newer, and “$python” is not: name one with make PYTHON=…" >&2
  exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  # Debian keeps the module in a package of its own, one for each version of Python.
  version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  bash "$(dirname "$0")/packages.sh" --install "python$version-venv"
fi
if ! "$folder/bin/python" -m pip --version >/dev/null 2>&1; then
  echo "Making a Python environment in $folder…"
  "$python" -m venv --clear "$folder"
fi
