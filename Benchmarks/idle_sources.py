"""Whatever may have news for rituald in the session of run-idle, by python3-dbusmock: each is switched on before the
minute in which nothing happens, and says something after it, so that nobody measures a daemon that does not listen."""
import shlex

DESKTOP, DESKTOP_PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
LOGIND, LOGIND_PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
MUTTER, MUTTER_PATH = "org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core"
PHONES, PHONES_PATH = "org.kde.kdeconnect", "/modules/kdeconnect"
MOCKS = {
    DESKTOP: "--session --template notification_daemon -p '{\"capabilities\": \"actions body\"}'",
    LOGIND: "--system --template logind",
    MUTTER: f"--session {MUTTER} {MUTTER_PATH} {MUTTER}",
    PHONES: f"--session {PHONES} {PHONES_PATH} {PHONES}.daemon",
}
# What the example config has switched off. `held` waits until somebody is at the machine.
CONFIG = """
[channel.phone]
type = "webhook"
preset = "ntfy"
url = "http://127.0.0.1:9/our-topic"
answers = "https://home.example/k3b9x2w7q5"

[channel.other-phone]
type = "webhook"
preset = "ntfy"
url = "http://127.0.0.1:9/our-other-topic"
listen = true

[channel.journal]
type = "journal"

[[ritual]]
template = "home-again"
channels = ["desktop"]

[[ritual]]
id = "held"
title = "Held"
sensitivity = "public"
schedule = { calendar = "MOMENT" }
duration = "1h"
channels = ["desktop"]
"""


def mock(session, name, path, method, *words):
    """Calls a mock's own method, in busctl's words."""
    bus = "--system" if name == LOGIND else "--user"
    session.run(shlex.join(["busctl", bus, "call", name, path, "org.freedesktop.DBus.Mock", method, *words]))


def change(session, name, path, interface, key, value):
    mock(session, name, path, "UpdateProperties", "sa{sv}", interface, "1", key, "b", value)


def switch_on(session):
    session.run("dbus-daemon --session --fork --nopidfile --address=unix:path=$XDG_RUNTIME_DIR/system-bus")
    session.run("export DBUS_SYSTEM_BUS_ADDRESS=unix:path=$XDG_RUNTIME_DIR/system-bus")
    for name, words in MOCKS.items():
        session.run(f"/usr/bin/python3 -m dbusmock {words} >>calls 2>>errors </dev/null &")
        session.await_("busctl {} status {}".format("--system" if name == LOGIND else "--user", name))
    mock(session, DESKTOP, DESKTOP_PATH, "AddProperty", "ssv", DESKTOP, "Inhibited", "b", "false")
    mock(session, LOGIND, LOGIND_PATH, "AddSession", "ssusb", "c1", "seat0", session.run("id -u"), "ritualist", "true")
    idle(session, milliseconds=600_000)
    mock(session, MUTTER, MUTTER_PATH, "AddMethod", "sssss", MUTTER, "AddUserActiveWatch", "", "u", "ret = 7")
    for phone in ("alex", "sam"):
        mock(session, PHONES, PHONES_PATH, "AddObject", "ssa{sv}a(ssss)", f"{PHONES_PATH}/devices/{phone}",
             f"{PHONES}.device", "1", "isReachable", "b", "false", "0")


def idle(session, milliseconds):
    mock(session, MUTTER, MUTTER_PATH, "AddMethod", "sssss", MUTTER, "GetIdletime", "", "t", f"ret = {milliseconds}")


def all_speak(session):
    """Lets each say something, and awaits that it is heard."""
    seat = f"{LOGIND_PATH}/session/c1"
    for name, path, interface, key, words in (
        (LOGIND, seat, f"{LOGIND}.Session", "LockedHint", "the screen is locked"),
        (DESKTOP, DESKTOP_PATH, DESKTOP, "Inhibited", "do not disturb is on"),
    ):
        change(session, name, path, interface, key, "true")
        session.await_(f"ritualctl status | grep {shlex.quote(words)}")
        change(session, name, path, interface, key, "false")
    for phone in ("alex", "sam"):
        mock(session, PHONES, f"{PHONES_PATH}/devices/{phone}", "EmitSignal", "sssav", f"{PHONES}.device",
             "reachableChanged", "b", "1", "b", "true")
    session.await_("journalctl -o cat --user-unit kdeconnect | grep '^both-home: '")
    idle(session, milliseconds=0)
    mock(session, MUTTER, MUTTER_PATH, "EmitSignal", "sssav", MUTTER, "WatchFired", "u", "1", "u", "7")
    session.await_("grep 'Notify .*Held' calls")
