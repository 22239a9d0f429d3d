# Sourced by the other scripts: where things are, and how they are said.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
deps=$root/.deps
venv=$deps/venv
shared=${KENALI_SHARED:-$root/../shared}
export KENALI_SHARED=$shared

say() { printf '== %s\n' "$*"; }
die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# The toolchain may lie outside PATH, as in the official tarball's usual place.
if ! command -v swift >/dev/null && [ -x /opt/swift/usr/bin/swift ]; then
  export PATH=/opt/swift/usr/bin:$PATH
fi
