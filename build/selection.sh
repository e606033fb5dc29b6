#!/usr/bin/env bash
# Decides once, per package set, between the official packages and our stand-in: a set that restores whole is used.
# ORLEANS, ORLEANS_SECURITY, OPENCV, ONNXRUNTIME or STRIPE = real|standin force one; `rm standins/selection.props` asks again.
source "$(dirname "$0")/lib.sh"
out="$root/standins/selection.props"
[ -f "$out" ] && [ "$out" -nt "$root/standins/Standins.props" ] && exit 0

probe=$(mktemp -d)
trap 'rm -rf "$probe"' EXIT

# restores NAME: whether a project that says Uses<NAME> restores with the official packages.
restores() {
  local use=$1 variable=$2 dir="$probe/$1"
  mkdir -p "$dir"
  for file in Directory.Build.props Directory.Build.targets Directory.Packages.props; do
    printf '<Project>\n  <Import Project="%s" />\n</Project>\n' "$root/$file" > "$dir/$file"
  done
  printf '<Project Sdk="Microsoft.NET.Sdk">\n  <PropertyGroup><Uses%s>true</Uses%s></PropertyGroup>\n</Project>\n' "$use" "$use" > "$dir/Probe.csproj"
  env "$variable=real" timeout 180 dotnet restore "$dir/Probe.csproj" -v q > "$setup_dir/probe-$use.log" 2>&1 && return 0
  # NU1101, NU1102, NU1103, NU1603: the registry answered and lacks the package or the version.
  grep -qE 'NU1(101|102|103|603)' "$setup_dir/probe-$use.log" \
    || printf 'note: could not tell whether %s restores (%s); using the stand-in\n' "$use" "$setup_dir/probe-$use.log" >&2
  return 1
}

choose() {
  local use=$1 variable=$2 forced=${!2:-}
  if [ -n "$forced" ]; then
    case "$forced" in real|standin) echo "$forced" ;; *) fail "$variable must be real or standin, not '$forced'" ;; esac
  elif restores "$use" "$variable"; then echo real
  else echo standin
  fi
}

orleans=$(choose Orleans ORLEANS); security=$(choose OrleansSecurity ORLEANS_SECURITY); opencv=$(choose OpenCv OPENCV)
onnx=$(choose OnnxRuntime ONNXRUNTIME); stripe=$(choose Stripe STRIPE)
cat > "$out.tmp" <<XML
<Project>
  <PropertyGroup>
    <OrleansSource>$orleans</OrleansSource>
    <OrleansSecuritySource>$security</OrleansSecuritySource>
    <OpenCvSource>$opencv</OpenCvSource>
    <OnnxRuntimeSource>$onnx</OnnxRuntimeSource>
    <StripeSource>$stripe</StripeSource>
  </PropertyGroup>
</Project>
XML
mv "$out.tmp" "$out"
say "packages: Orleans $orleans, its TLS $security, OpenCvSharp $opencv, ONNX Runtime $onnx, Stripe.net $stripe (standin where the registry lacks a set; see README)"
