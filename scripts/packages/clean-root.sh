# A clean Debian 12 that has no Swift, and what several scripts do in it; to be sourced by them, as root.
#
# It sets `root` (the system's folder), `meet` (a folder that the system sees as /opt/meet), `work` (a temporary folder)
# and `hook` (the address of a server that writes down in $meet/nudges what arrives).

fail() {
    echo "$(basename "$0"): $1" >&2
    exit 1
}

# Says in one line why nothing was tried, as the tests do; a machine that cannot do it is no failure.
skip() {
    echo "SKIPPED: $1"
    exit 0
}

# Becomes root, or skips; `$self` with the arguments is started again.
become_root() {
    if [[ $(id -u) -ne 0 ]]; then
        sudo -n true 2>/dev/null || skip "$1 needs root or passwordless sudo"
        shift
        exec sudo -n "$self" "$@"
    fi
    unshare --mount --propagation private true 2>/dev/null || skip "$1 needs namespaces, which are not to be had here"
}

now() { date +%s.%N; }
took() { awk -v from="$1" -v to="$(now)" 'BEGIN { printf "%.1f s\n", to - from }'; }

# Waits until a command succeeds, for 20 s at most.
await() {
    for _ in $(seq 1000); do
        "$@" && return
        sleep 0.02
    done
    fail "this did not come within 20 s: $*"
}

leave_root() {
    # shellcheck disable=SC2046
    kill $(jobs -p) 2>/dev/null || true
    umount -R "$root" 2>/dev/null || umount -l -R "$root" || true
    rm -rf "$root" "$work"
}

enter_root() {
    local made=.build/clean-root.tar mounts settings
    root=$(realpath -m .build/clean-root)
    meet=$root/opt/meet
    if [[ ! -f $made ]]; then
        echo 'Making a clean Debian 12 with mmdebstrap (it fetches some 60 MB)'
        mkdir -p .build
        mmdebstrap --quiet --format=tar --variant=minbase --include=systemd,dbus,dbus-user-session,ca-certificates \
            bookworm "$made.new"
        mv "$made.new" "$made"
    fi
    mapfile -t mounts < <(findmnt -rno TARGET | grep -F "$root" || true)
    [[ ${#mounts[@]} -eq 0 ]] || umount -R "${mounts[0]}"
    rm -rf "$root"
    mkdir -p "$root"
    tar -xf "$made" -C "$root"
    work=$(mktemp -d)
    trap leave_root EXIT
    mount --bind "$root" "$root"
    mount --make-rprivate "$root"
    mount --rbind /dev "$root/dev"
    mount --rbind /sys "$root/sys"
    mount -t proc proc "$root/proc"
    cp /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
    for settings in /etc/apt/apt.conf.d/*proxy* /etc/apt/apt.conf; do
        [[ ! -f $settings ]] || cp "$settings" "$root/etc/apt/apt.conf.d/"
    done
    install -D -t "$root/opt" scripts/with-user-manager
    install -d -m 1777 "$meet"
    scripts/packages/capture-server "$meet" &
    await test -s "$meet/port"
    # shellcheck disable=SC2034
    hook="http://127.0.0.1:$(cat "$meet/port")"
}

# Runs a command with the clean root as its own, not by chroot: a sandbox of systemd needs a root that is a mount.
inside() {
    unshare --mount --propagation private bash -c 'cd "$0" && pivot_root . mnt && umount -l mnt && exec "$@"' \
        "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
        LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
}

# Runs a command line there as a user with a manager of their own; shows what it said where it fails.
as_user() {
    local what=$1
    shift
    inside /opt/with-user-manager "$@" >"$work/said" 2>&1 || {
        local status=$?
        cat "$work/said" >&2
        [[ $status -ne 77 ]] || skip "$(sed -n 's/^SKIPPED: //p' "$work/said")"
        fail "$what"
    }
}

# Runs a step of apt; shows what it said where it fails.
apt_inside() {
    inside apt-get -qq -o Dpkg::Use-Pty=0 "$@" >"$work/apt" 2>&1 || {
        cat "$work/apt" >&2
        fail "apt-get $* has failed"
    }
}
