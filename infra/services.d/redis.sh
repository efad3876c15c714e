# Redis from Debian: cache and message bus only, so nothing is written to disk.

redis_port=$((ports + 3))
redis_url() { printf 'redis://127.0.0.1:%s/0' "$redis_port"; }

redis_install() { command -v redis-server >/dev/null || apt_install redis-server; }

redis_launch() {
    as_service mkdir -p "$home/redis"
    as_service redis-server --port "$redis_port" --bind 127.0.0.1 --daemonize yes --dir "$home/redis" \
        --pidfile "$home/redis.pid" --logfile "$home/redis.log" --save '' --appendonly no >/dev/null
}

redis_answers() {
    command -v redis-cli >/dev/null && [ "$(redis-cli -h 127.0.0.1 -p "$redis_port" ping 2>/dev/null)" = PONG ]
}

redis_halt() { end_by_pidfile "$home/redis.pid"; }
