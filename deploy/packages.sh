#!/bin/bash
# Installs Debian packages that are missing.
#   packages.sh PROGRAM:PACKAGE…       each package whose program (name or path pattern) is not found
#   packages.sh --install PACKAGE…     these packages
set -euo pipefail

missing=()
if [ "${1:-}" = --install ]; then
  shift
  missing=("$@")
else
  for pair in "$@"; do
    program=${pair%:*}
    if [[ $program == /* ]]; then
      compgen -G "$program" >/dev/null || missing+=("${pair##*:}")
    elif ! command -v "$program" >/dev/null; then
      missing+=("${pair##*:}")
    fi
  done
fi
[ ${#missing[@]} -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null; then
  echo "Please install these first, as your system does it: ${missing[*]}" >&2
  exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "Please run this as root first: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi
echo "Installing from Debian: ${missing[*]}…"
install() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --quiet --quiet --no-install-recommends "${missing[@]}" >/dev/null
}
# A fresh machine has no list of packages yet; an old list names versions that are gone.
install 2>/dev/null || { "${as_root[@]}" apt-get update --quiet --quiet && install; }
