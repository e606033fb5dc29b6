#!/usr/bin/env bash
# Installs the Debian packages of packages.txt that are missing; argument: run, or test (which includes run).
source "$(dirname "$0")/lib.sh"
level=${1:-run}

missing=()
while read -r witness package for; do
  case "$witness" in ''|'#'*) continue ;; esac
  [ "$for" = test ] && [ "$level" != test ] && continue
  case "$witness" in
    /*) [ -e "$witness" ] || missing+=("$package") ;;
    *) command -v "$witness" >/dev/null 2>&1 || missing+=("$package") ;;
  esac
done < "$root/build/packages.txt"

if [ "${#missing[@]}" -gt 0 ]; then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    fail "these packages are missing: ${missing[*]}
       Install them as root: apt-get update && apt-get install -y --no-install-recommends ${missing[*]}
       then run the same command again; what is done already is kept."
  fi
  say "installing Debian packages: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  log="$setup_dir/apt.log"
  apt-get update > "$log" 2>&1 || fail "apt-get update failed; see $log, mend it and run the same command again"
  apt-get install -y --no-install-recommends "${missing[@]}" >> "$log" 2>&1 \
    || fail "apt-get install failed; see the end of $log, mend it and run the same command again"
fi

command -v dotnet >/dev/null 2>&1 || fail "the .NET SDK 10 is missing: https://dotnet.microsoft.com/download/dotnet/10.0 (then run the same command again)"
dotnet --version >/dev/null 2>&1 || fail "no .NET SDK that global.json accepts is installed (10.0.100 or later); see: dotnet --list-sdks"
