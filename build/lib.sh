# Shared by the scripts behind the make targets; sourced, never run.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
setup_dir="$root/.setup"
mkdir -p "$setup_dir"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_USE_MSBUILD_SERVER=0

say() { printf '==> %s\n' "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# stamp NAME FILE...: true when the step NAME is done for exactly these files' content.
stamp_of() { local name=$1; shift; cat "$@" | sha256sum | cut -c1-32; }
is_done() { local name=$1; shift; [ -f "$setup_dir/$name" ] && [ "$(cat "$setup_dir/$name")" = "$(stamp_of "$name" "$@")" ]; }
mark_done() { local name=$1; shift; stamp_of "$name" "$@" > "$setup_dir/$name.tmp" && mv "$setup_dir/$name.tmp" "$setup_dir/$name"; }

# The source that a package set comes from (OrleansSource, OpenCvSource, …): real or standin. The environment overrides what setup chose.
selected() {
  local variable; case "$1" in OrleansSource) variable=ORLEANS ;; OrleansSecuritySource) variable=ORLEANS_SECURITY ;; OpenCvSource) variable=OPENCV ;; OnnxRuntimeSource) variable=ONNXRUNTIME ;; StripeSource) variable=STRIPE ;; esac
  [ -n "${!variable:-}" ] && { echo "${!variable}"; return; }
  sed -n "s:.*<$1>\(.*\)</$1>.*:\1:p" "$root/standins/selection.props"
}
# The grain engine of this build; outputs lie in artifacts/ENGINE.
engine() { selected OrleansSource; }
