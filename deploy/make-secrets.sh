#!/bin/sh
# Makes the secrets of compose.yaml in secrets/, as root: a file that is mounted into a container keeps its owner, and the pool
# (user 1001) and PostgreSQL (user 999) must each be able to read theirs, and nobody else. What is there is left as it is.
set -eu
cd "$(dirname -- "$0")/.."
umask 077
mkdir -p secrets
chmod 711 secrets

own() { chown "$1" "secrets/$2"; chmod 400 "secrets/$2"; }
make() { # user, name
  [ -e "secrets/$2" ] || openssl rand -hex 32 >"secrets/$2"
  own "$1" "$2"
}
copy() { # user, name, of
  [ -e "secrets/$2" ] || cp "secrets/$3" "secrets/$2"
  own "$1" "$2"
}

make 999 db-admin
make 999 db-owner
make 999 db-runtime
copy 1001 owner db-owner
copy 1001 runtime db-runtime
make 1001 kek
for name in operator pooler; do
  if [ -e "secrets/$name" ]; then own 1001 "$name"; else missing="${missing:-} $name"; fi
done
[ -z "${missing:-}" ] || {
  echo "still to be written, then run this again:$missing" >&2
  echo "  operator: ./pool operator-key NAME --file secrets/operator" >&2
  echo "  pooler: the secret key (S...) of the pooler's account" >&2
  exit 1
}
