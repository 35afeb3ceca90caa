#!/usr/bin/env bash
# The one command: installs what is missing, builds with warnings as errors, checks formatting, runs every test.
# Ends with "N passed, N failed".
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

need() { # COMMAND-OR-PATH PACKAGE...
  command -v "$1" >/dev/null 2>&1 || [ -x "$1" ] && return
  local sudo=; [ "$(id -u)" = 0 ] || sudo=sudo
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq "${@:2}" >/dev/null
}
need chromium chromium
[ -n "$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null)" ] || need /usr/lib/postgresql/none postgresql
need node nodejs npm

dotnet restore --locked-mode
dotnet format --no-restore --verify-no-changes --exclude '**/Migrations/**'
dotnet build --no-restore -nodeReuse:false
[ -d Apex.Tests/Node ] && (cd Apex.Tests/Node && { [ -d node_modules ] || npm ci --silent --no-audit --no-fund; })

out=$(mktemp); trap 'rm -f "$out"' EXIT
rc=0
dotnet test --no-build "$@" | tee "$out" || rc=$?
awk '/^  succeeded:/{s=$2} /^  failed:/{f=$2} END{printf "%d passed, %d failed\n", s, f}' "$out"
exit "$rc"
