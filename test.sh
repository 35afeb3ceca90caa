#!/usr/bin/env bash
# The one command: installs what is missing, builds with warnings as errors, checks formatting, runs every test.
# Ends with "N passed, N failed"; arguments go to the test program (CONTRIBUTING.md).
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# No build server outlives the run.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false

out=$(mktemp)
summary="0 passed, 1 failed" # what it is until the tests have run
trap 'rm -f "$out"; echo "$summary"' EXIT

need() { # COMMAND PACKAGE
  command -v "$1" >/dev/null 2>&1 && return
  local sudo=
  [ "$(id -u)" = 0 ] || sudo=sudo
  echo "installing $2"
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq "$2" >/dev/null
}
need chromium chromium
need node nodejs
need npm npm
# Debian keeps the server's programs off the PATH.
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || need initdb postgresql

dotnet restore --locked-mode
dotnet format --no-restore --verify-no-changes --exclude '**/Migrations/**'
dotnet build --no-restore
if [ -f Apex.Tests/Node/package-lock.json ]; then
  # npm writes its own copy last: an older or missing one means that the packages are not those of the lock file.
  [ Apex.Tests/Node/node_modules/.package-lock.json -nt Apex.Tests/Node/package-lock.json ] ||
    (cd Apex.Tests/Node && npm ci --silent --no-audit --no-fund)
fi

rc=0
dotnet test --no-build "$@" | tee "$out" || rc=$?
summary=$(awk '/^  succeeded:/{s=$2} /^  failed:/{f=$2} END{printf "%d passed, %d failed", s, f}' "$out")
# A test that needs something absent fails, it does not skip.
! grep -qE '^  skipped: *[1-9]' "$out" || { echo "tests were skipped"; rc=1; }
exit "$rc"
