# PostgreSQL from Debian, with an own cluster: never the one of the system's service manager.

postgres_port=$((ports + 2))
postgres_url() { printf 'postgres://rostra@127.0.0.1:%s/rostra' "$postgres_port"; }

# Debian keeps the server's programs off PATH.
postgres_bin() {
    bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
    [ -n "$bin" ] || bin=$(pg_config --bindir 2>/dev/null || :)
    [ -x "$bin/initdb" ] && printf '%s' "$bin"
}

postgres_install() {
    postgres_bin >/dev/null || apt_install postgresql
    [ -s "$home/postgres/PG_VERSION" ] && return
    as_service "$(postgres_bin)/initdb" --pgdata="$home/postgres" --username=rostra --auth=trust \
        --encoding=UTF8 --locale=C.UTF-8 >"$base/initdb.log" 2>&1 || { cat "$base/initdb.log" >&2; fail "initdb failed"; }
}

# ROSTRA_POSTGRES_TUNED=1 adds the settings for a crowd (infra/postgres/rostra.conf), as options.
postgres_tuning() {
    [ "${ROSTRA_POSTGRES_TUNED:-}" = 1 ] || return 0
    sed -n 's/^\([a-z_]*\) = \(.*\)$/ -c \1=\2/p' "$here/postgres/rostra.conf" | tr -d '\n'
}

# For an instance that may forget: nothing waits for the disk, and rows are not moved beside a test.
# Never in production, never for tests that cut the power.
postgres_forgetting() {
    is_fleeting || return 0
    printf ' -c %s' fsync=off synchronous_commit=off full_page_writes=off autovacuum=off checkpoint_timeout=1h max_wal_size=4GB
}

# Two tests may race a hundred threads each at the same moment, beside the servers under test.
postgres_most=500

postgres_launch() {
    as_service "$(postgres_bin)/pg_ctl" start --silent --wait --pgdata="$home/postgres" --log="$home/postgres.log" \
        --options="-p $postgres_port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=$postgres_most$(postgres_tuning)$(postgres_forgetting)" \
        >/dev/null || { tail -n 20 "$home/postgres.log" >&2; fail "PostgreSQL did not start"; }
    postgres_sql postgres "SELECT 1 FROM pg_database WHERE datname = 'rostra'" | grep -q 1 ||
        postgres_sql postgres "CREATE DATABASE rostra"
}

postgres_sql() {
    as_service "$(postgres_bin)/psql" --no-psqlrc --quiet --tuples-only --host=127.0.0.1 --port="$postgres_port" \
        --username=rostra --dbname="$1" --command="$2"
}

postgres_answers() {
    postgres_bin >/dev/null && postgres_sql rostra 'SELECT 1' >/dev/null 2>&1
}

postgres_halt() {
    [ -s "$home/postgres/postmaster.pid" ] || return 0
    as_service "$(postgres_bin)/pg_ctl" stop --silent --wait --mode=fast --pgdata="$home/postgres" >/dev/null 2>&1 || :
}
