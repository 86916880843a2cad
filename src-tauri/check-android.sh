#!/bin/sh
# Type-checks the phone's Rust side for aarch64-linux-android, standard library included, on a machine without an NDK.
#
# Debian's own second toolchain (rustc-web, cargo-web) is used because it brings the sources of the standard library
# with all they need. C parts (SQLite, zstd, ring) are compiled by Debian's cross compiler against glibc's headers and
# linked into nothing: this is a check of types, no more. PHONE.md says what that leaves open.
set -eu
cd "$(dirname "$0")/.."

for need in /usr/bin/cargo /usr/bin/rustc /usr/bin/aarch64-linux-gnu-gcc /usr/include/openssl/ssl.h \
    /usr/src/rustc-*/library/std/Cargo.toml /usr/aarch64-linux-gnu/include/stdlib.h; do
    if [ ! -e "$need" ]; then
        echo "missing: $need" >&2
        echo "apt-get install rustc-web cargo-web rust-web-src gcc-aarch64-linux-gnu libc6-dev-arm64-cross libssl-dev" >&2
        exit 1
    fi
done

# The page is built into the program, so it has to exist; which one does not matter to types.
if [ ! -e ui/dist/field/index.html ]; then
    mkdir -p ui/dist/field
    echo '<!doctype html><title>归航</title>' > ui/dist/field/index.html
fi

checked="$PWD/target/android-check"
# SQLCipher asks where OpenSSL is: its headers, and a lib folder that nothing is taken from.
openssl="$checked/openssl"
mkdir -p "$openssl/include/openssl" "$openssl/lib"
cp /usr/include/openssl/*.h "/usr/include/$(gcc -print-multiarch)/openssl/"*.h "$openssl/include/openssl/"

export RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$checked" OPENSSL_DIR="$openssl" OPENSSL_STATIC=1
export CC_aarch64_linux_android=aarch64-linux-gnu-gcc AR_aarch64_linux_android=aarch64-linux-gnu-ar
exec /usr/bin/cargo check --locked -Zbuild-std=std,panic_abort --target aarch64-linux-android -p guihang-app "$@"
