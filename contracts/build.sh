#!/bin/sh
# Builds the contracts and writes wasm/: NAME.wasm, SHA256SUMS and versions.
#   build.sh           builds and writes
#   build.sh --check   builds elsewhere and compares; where there is not the compiler that versions
#                      names it says so, compares the sums only and succeeds
# Needs Debian's rustc-web, cargo-web, rust-web-src and lld-19, and binaryen. RUSTC and CARGO name
# others. TARGET is the folder of what is built (target/wasm).
set -eu
cd "$(dirname "$0")"
export LC_ALL=C

contracts='batch pool split vault'
rustc=${RUSTC:-/usr/bin/rustc}
cargo=${CARGO:-/usr/bin/cargo}
target=${TARGET:-$PWD/target/wasm}
linker=wasm-ld-19

say() { printf '%s\n' "$*"; }
fail() { say "contracts: $*" >&2; exit 1; }

sdk_version() { sed -n '/^name = "soroban-sdk"$/{n;s/^version = "\(.*\)"$/\1/p;}' Cargo.lock; }

# One line for each thing that decides the bytes.
versions() {
  say "rustc $("$rustc" -V | cut -d' ' -f2-)"
  say "lld $("$linker" --version | sed 's/.*LLD \([0-9.]*\).*/\1/')"
  say "wasm-opt $(wasm-opt --version | sed 's/.*version \([0-9]*\).*/\1/')"
  say "soroban-sdk $(sdk_version)"
}

# Says what is missing of the tools, nothing where all are there.
missing_tools() {
  [ -x "$rustc" ] || say "no $rustc (rustc-web)"
  [ -x "$cargo" ] || say "no $cargo (cargo-web)"
  command -v "$linker" >/dev/null || say "no $linker (lld-19)"
  command -v wasm-opt >/dev/null || say "no wasm-opt (binaryen)"
  [ ! -x "$rustc" ] || [ -d "$("$rustc" --print sysroot)/lib/rustlib/src/rust/library" ] ||
    say "no source of the standard library (rust-web-src)"
}

# $1: the folder for what is built.
build() {
  # No path of this machine may come into the bytes.
  flags="-Cpanic=immediate-abort -Zunstable-options -Clink-arg=--strip-all -Clink-arg=-zstack-size=65536"
  flags="$flags --remap-path-prefix=$PWD=/contracts --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo"
  packages=$(for name in $contracts; do printf -- '-p %s ' "$name"; done)
  # shellcheck disable=SC2086
  RUSTC_BOOTSTRAP=1 RUSTC="$rustc" RUSTFLAGS="$flags" CARGO_TARGET_DIR="$target" \
    CARGO_TARGET_WASM32V1_NONE_LINKER="$linker" CARGO_BUILD_JOBS="${CARGO_BUILD_JOBS:-1}" \
    SOROBAN_SDK_BUILD_SYSTEM_SUPPORTS_SPEC_SHAKING_V2=1 \
    "$cargo" build --locked --release --target wasm32v1-none -Zbuild-std=core,alloc $packages
  RUSTC="$rustc" CARGO_TARGET_DIR="$target/host" CARGO_BUILD_JOBS="${CARGO_BUILD_JOBS:-1}" \
    "$cargo" build --locked -p shake
  mkdir -p "$1"
  for name in $contracts; do
    made="$target/wasm32v1-none/release/$name.wasm"
    "$target/host/debug/shake" "$made" "$target/$name.wasm"
    wasm-opt -Oz --converge --strip-debug --strip-producers --mvp-features --enable-mutable-globals \
      "$target/$name.wasm" -o "$1/$name.wasm"
  done
  (cd "$1" && sha256sum ./*.wasm | sed 's, \./, ,' >SHA256SUMS)
  versions >"$1/versions"
}

case ${1:-} in
  '')
    missing=$(missing_tools)
    [ -z "$missing" ] || fail "cannot build: $missing"
    build wasm
    wc -c wasm/*.wasm
    ;;
  --check)
    (cd wasm && sha256sum -c --quiet SHA256SUMS) || fail 'wasm/ is not what wasm/SHA256SUMS says'
    missing=$(missing_tools)
    if [ -n "$missing" ]; then
      say "contracts: not built again, only their sums compared: $missing"
    elif ! versions | cmp -s - wasm/versions; then
      say "contracts: not built again, only their sums compared: here are other versions than in wasm/versions:"
      versions | diff wasm/versions - || true
    else
      again=$(mktemp -d)
      trap 'rm -rf "$again"' EXIT
      build "$again"
      cmp "$again/SHA256SUMS" wasm/SHA256SUMS ||
        fail 'the source gives other bytes than those in wasm/: run contracts/build.sh and commit them'
      say "contracts: built again, the same bytes"
    fi
    ;;
  *) fail "usage: build.sh [--check]" ;;
esac
