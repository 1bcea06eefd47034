#!/usr/bin/env bash
# Measures the native binary beside the JVM and writes the table between the native-figures marks in
# docs/performance.md. Needs ./pool build and ./pool native before it, a JDK 25 in JAVA_HOME, curl.
#   src/bench/native-figures.sh [STARTS] [PAIRS]   timed starts of each (9), bench runs of each (5)
# A first pool brings the database server and the network; the one that is measured uses both, in a
# database of its own, since one pool farms on each, and hashes nothing. Start and memory are measured
# before and with 100 farmers.
set -euo pipefail
cd "$(dirname "$0")/../.."

starts=${1:-9}
pairs=${2:-5}
farmers=100
kernel=$(grep -q avx512ifma /proc/cpuinfo && echo native-avx512 || echo native-avx2)
binary=$(ls "$PWD"/target/kale-pool-*-runner)
java=("${JAVA_HOME:?names a JDK 25}/bin/java" --add-modules=jdk.incubator.vector
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseSerialGC -Xmx768m
  -jar "$PWD/target/quarkus-app/quarkus-run.jar")
work=$(mktemp -d)
pool= others=()

finish() {
  for process in $pool "${others[@]}"; do kill "$process" 2>/dev/null && wait "$process" || true; done
  rm -rf "$work"
}
trap finish EXIT

fail() { echo "native-figures: $*" >&2; tail -n 20 "$work"/*.log >&2; exit 1; }
median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
load() { cut -d' ' -f1 /proc/loadavg; }
now_us() { echo "${EPOCHREALTIME/./}"; }

# The status of GET $2 at port $1, nothing while nobody listens.
status_of() {
  { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 0
  printf 'GET %s HTTP/1.0\r\n\r\n' "$2" >&3
  local version status rest
  read -r version status rest <&3 || true
  exec 3>&-
  echo "${status:-}"
}

free_port() {
  local port
  for port in $(shuf -i 20000-32000 -n 50); do
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then echo "$port"; return; fi
  done
}

# Waits for a line in a log that a process writes.
await_line() {
  local tries
  for tries in $(seq 600); do
    ! grep -q "$2" "$work/$1.log" || return 0
    sleep 0.1
  done
  fail "$1 does not say '$2'"
}

# ---- what the measured pool needs: a network, a database server, settings ----
"$binary" sandbox --port 0 --bots 3 >"$work/network.log" 2>&1 &
others+=($!)
await_line network '^ledger'
said() { sed -n "s/^$1  *//p" "$work/network.log"; }
KALE_WORK_ENABLED=false "$binary" serve --port 0 --data "$work/host" --bots 0 >"$work/host.log" 2>&1 &
others+=($!)
await_line host '^friendbot'
server=$(sed -n 4p "$work/host/postgres/postmaster.pid" | tr -d ' ')

export KALE_RPC_URL KALE_NETWORK_PASSPHRASE KALE_CONTRACT_ID KALE_ASSET
KALE_RPC_URL=$(said JSON-RPC)
KALE_NETWORK_PASSPHRASE=$(said passphrase)
KALE_CONTRACT_ID=$(said 'KALE contract')
KALE_ASSET=$(said 'asset ')
export QUARKUS_DATASOURCE_USERNAME=postgres QUARKUS_DATASOURCE_PASSWORD
QUARKUS_DATASOURCE_PASSWORD=$(cat "$work/host/postgres-password")
export KALE_WALLET_KEK=$(printf 'a5%.0s' $(seq 32)) KALE_POOLER_GENERATE_WALLET=true
export KALE_RPC_MAX_CLOCK_LAG=0s KALE_HTTP_REQUESTS_PER_MINUTE=0 KALE_POOLER_MAX_FARMERS=200
export KALE_FARMER_REGISTRATIONS_PER_ADDRESS=0

for database in binary jvm; do
  "$JAVA_HOME/bin/java" -cp "$(echo "$PWD"/target/quarkus-app/lib/main/org.postgresql.postgresql-*.jar)" \
    src/bench/CreateDatabase.java "jdbc:postgresql://localhost:$server/postgres" \
    "$QUARKUS_DATASOURCE_USERNAME" "$QUARKUS_DATASOURCE_PASSWORD" "$database"
done

# Starts the pool "$@" on $database; $pool and $port are set, $took in microseconds.
start_pool() {
  export QUARKUS_DATASOURCE_JDBC_URL="jdbc:postgresql://localhost:$server/$database"
  port=$(free_port) management=$(free_port)
  local began
  began=$(now_us)
  "$@" serve --port "$port" --management-port "$management" --data "$work/none" >"$work/pool.log" 2>&1 &
  pool=$!
  until [ "$(status_of "$management" /q/health/ready)" = 200 ]; do
    kill -0 "$pool" 2>/dev/null || fail "the pool ended"
    [ $(($(now_us) - began)) -lt 60000000 ] || fail "the pool is not ready within a minute"
  done
  took=$(($(now_us) - began))
}

stop_pool() { kill "$pool"; wait "$pool" || true; pool=; }

resident_mib() { awk '/^VmRSS/ { printf "%.0f\n", $2 / 1024 }' "/proc/$pool/status"; }

# Median milliseconds from the start to the first 200, the database being migrated.
start_millis() {
  start_pool "$@"
  stop_pool
  local i
  for i in $(seq "$starts"); do
    start_pool "$@"
    stop_pool
    echo $((took / 1000))
  done | median
}

json_field() { sed "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/"; }

# The address of the account whose key is 31 zero bytes and $1: version, key, CRC-16/XMODEM, in base 32.
account() {
  local bytes=(48) crc=0 byte bit
  for byte in $(seq 31); do bytes+=(0); done
  bytes+=("$1")
  for byte in "${bytes[@]}"; do
    crc=$((crc ^ byte << 8))
    for bit in 1 2 3 4 5 6 7 8; do crc=$(((crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1) & 0xffff)); done
  done
  bytes+=($((crc & 0xff)) $((crc >> 8)))
  printf '%b' "$(printf '\\x%02x' "${bytes[@]}")" | base32 -w 0
}

# Lets farmers join, with money, and waits until all are active.
join_farmers() {
  local api=http://127.0.0.1:$port/api/v1 i answer pooler
  pooler=$(curl -sSf "$api/poolers" | json_field pooler_id)
  for i in $(seq "$farmers"); do
    answer=$(curl -sSf "$api/farmers" -H 'Content-Type: application/json' -d '{
      "pooler_id": "'"$pooler"'", "payout_wallet": "'"$(account "$i")"'",
      "stake_percentage": 50, "harvest_interval": 12}' | tr -d '\n')
    [ -n "$answer" ] || fail "farmer $i cannot join"
    curl -sSf "$KALE_RPC_URL/friendbot?addr=$(json_field custodial_wallet <<<"$answer")" >/dev/null
  done
  for i in $(seq 120); do
    ! curl -sSf "$api/stats" | grep -q "\"ACTIVE\" *: *$farmers\b" || return 0
    sleep 1
  done
  fail "not all farmers are active: $(curl -s "$api/stats")"
}

# Medians of $pairs runs of the benchmark in turns, MH/s of one thread: scalar and C, in the JVM and
# the binary, and the ratios within a pair, since other work on the machine changes the figures.
hash_rates() {
  local i
  for i in $(seq "$pairs"); do
    bench "${java[@]}" >"$work/jvm.rates"
    bench "$binary" >"$work/native.rates"
    paste -d' ' "$work/jvm.rates" "$work/native.rates"
  done >"$work/rates"
}

bench() {
  "$@" bench --threads 1 --rounds 5 --seconds 0.4 --kernels "$kernel" --json "$work/bench.json" >/dev/null 2>&1
  tr -d ' \n' <"$work/bench.json" | tr '{' '\n' | sed -n "s/.*\"kernel\":\"\([^\"]*\)\".*\"hashesPerSecond\":\([0-9]*\).*/\1 \2/p" |
    awk '{ rate[$1] = $2 / 1e6 } END { print rate["scalar"], rate["'"$kernel"'"] }'
}

rate() { awk "{ print $1 }" "$work/rates" | median | awk '{ printf "%.2f\n", $1 }'; }

# ---- measure ----
load_before=$(load)
database=binary native_start=$(start_millis "$binary")
database=jvm jvm_start=$(start_millis "${java[@]}")
export KALE_WORK_ENABLED=false
memory() {
  start_pool "$@"
  empty=$(resident_mib)
  join_farmers
  full=$(resident_mib)
  stop_pool
}
database=binary; memory "$binary"; native_empty=$empty native_full=$full
database=jvm; memory "${java[@]}"; jvm_empty=$empty jvm_full=$full
hash_rates
load_after=$(load)

table() {
  echo "| | binary | JVM | goal |"
  echo "|---|---|---|---|"
  echo "| first 200 from /q/health/ready, migrated database, median of $starts starts | $native_start ms | $jvm_start ms | < 150 ms |"
  echo "| resident memory, no farmers | $native_empty MiB | $jvm_empty MiB | |"
  echo "| resident memory, $farmers active farmers, no hashing | $native_full MiB | $jvm_full MiB | < 120 MiB |"
  echo "| size of the image | $(awk "BEGIN { printf \"%.1f\", $(stat -c %s "$binary") / 1e6 }") MB | | < 135 MB |"
  echo "| \`$kernel\`, one thread | $(rate '$4') MH/s | $(rate '$2') MH/s | |"
  echo "| \`scalar\`, one thread | $(rate '$3') MH/s | $(rate '$1') MH/s | |"
  echo "| \`$kernel\`, binary to JVM, median of $pairs pairs | $(rate '$4 / $2') | | ≥ 0.95 |"
  echo "| \`scalar\`, binary to JVM, median of $pairs pairs | $(rate '$3 / $1') | | ≥ 0.9 |"
  echo
  echo "$(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1), $(nproc) cores, $(date -u +%F); load before $load_before, after $load_after."
}

table | tee "$work/table"
awk -v table="$work/table" '
  /<!-- native-figures -->/ { print; while ((getline line < table) > 0) print line; skip = 1 }
  /<!-- \/native-figures -->/ { skip = 0 }
  !skip || /<!-- \/native-figures -->/ { if (!/<!-- native-figures -->/) print }
' docs/performance.md >"$work/performance.md"
cp "$work/performance.md" docs/performance.md
