# Shared by the engines of infra/services: folders, the unprivileged user, packages, waiting and ending by process id.

instance=${ROSTRA_SERVICES_INSTANCE:-main}
# Above the range that the kernel gives to outgoing connections (32768-60999), so that no client ever sits on a port of ours.
ports=${ROSTRA_SERVICES_PORTS:-61430}
if [ "$(id -u)" = 0 ]; then
    base=${ROSTRA_SERVICES_DIR:-/var/cache/rostra-services}
    service_user=rostra-services
else
    base=${ROSTRA_SERVICES_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/rostra-services}
    service_user=$(id -un)
fi
home=$base/$instance # data, logs and process ids of this instance; downloads are shared in $base

# ROSTRA_SERVICES_FLEETING names the one instance that may forget at a power cut and need not run for days: the one of a test run.
is_fleeting() { [ "${ROSTRA_SERVICES_FLEETING:-}" = "$instance" ]; }

say() { printf '==> %s\n' "$*" >&2; }
fail() { printf 'services: %s\n' "$*" >&2; exit 1; }

prepare_folders() {
    if [ "$(id -u)" = 0 ] && ! id "$service_user" >/dev/null 2>&1; then
        useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$service_user"
    fi
    mkdir -p "$base" "$home"
    [ "$(id -u)" != 0 ] || chown "$service_user" "$home"
    as_service test -r "$home" -a -x "$base" || fail "$home must be readable by $service_user, with every folder above it"
}

# Runs a command as the unprivileged user, without our input and without our lock (descriptor 9).
as_service() (
    cd /
    [ ! -d "$home" ] || cd "$home"
    if [ "$(id -u)" = 0 ]; then
        set -- setpriv --reuid="$service_user" --regid="$service_user" --clear-groups env HOME="$home" "$@"
    fi
    exec "$@" </dev/null 9>&-
)

apt_install() { "$here/apt-install" "$@" 9>&-; }

# Waits up to two minutes until the engine answers; shows the end of its log where it does not.
wait_for() {
    tries=0
    until "$1_answers"; do
        tries=$((tries + 1))
        if [ "$tries" -gt 120 ]; then tail -n 30 "$home/$1.log" >&2 || :; fail "$1 does not answer"; fi
        sleep 1 # asking costs the processor time that the engine needs to start
    done
    say "$1 answers at $("$1_url")"
}

# Takes a file with a process id; ends that process only where it really lives in this instance's folder.
end_by_pidfile() {
    pid=$(cat "$1" 2>/dev/null) || return 0
    if is_ours "$pid"; then
        kill "$pid" 2>/dev/null || :
        tries=0
        while is_ours "$pid"; do
            tries=$((tries + 1))
            [ "$tries" -le 120 ] || { kill -9 "$pid" 2>/dev/null || :; break; }
            sleep 0.25
        done
    fi
    rm -f "$1"
}

is_ours() {
    [ -d "/proc/$1" ] || return 1
    case $(readlink "/proc/$1/cwd" 2>/dev/null) in "$home" | "$home"/*) return 0 ;; esac
    tr '\0' ' ' <"/proc/$1/cmdline" 2>/dev/null | grep -qF -- "$home/"
}
