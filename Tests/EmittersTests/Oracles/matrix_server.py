"""A Matrix homeserver (Synapse) on loopback, with one user in one room.

Takes a folder to keep its things in, and how many messages it takes in a row (5). Prints a line of
JSON with its port, the user's token and the room; then one for each line that it reads:

    messages               the messages in the room, oldest first, and when each was taken back
    stop                   ends the homeserver
    start                  starts it again
    join NAME              lets another user into the room
    react NAME EVENT KEY   has a user react to an event (`-` is the last message), and names the reaction
    say NAME JSON          has a user send any content as a reaction, and names it
"""

import hashlib
import hmac
import json
import os
import socket
import subprocess
import sys
import urllib.parse
import urllib.request

folder = sys.argv[1]
burst = int(sys.argv[2]) if len(sys.argv) > 2 else 5
secret = "for this test alone"


def path(name):
    return os.path.join(folder, name)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def write_config(port):
    config = {
        "server_name": "matrix.example",
        "pid_file": path("pid"),
        "listeners": [
            {
                "port": port,
                "type": "http",
                "bind_addresses": ["127.0.0.1"],
                "resources": [{"names": ["client"]}],
            }
        ],
        "database": {"name": "sqlite3", "args": {"database": path("homeserver.db")}},
        "log_config": path("log.json"),
        "media_store_path": path("media"),
        "signing_key_path": path("signing.key"),
        "registration_shared_secret": secret,
        "report_stats": False,
        "trusted_key_servers": [],
        # After so many messages in a row it asks for time.
        "rc_message": {"per_second": 0.1, "burst_count": burst},
    }
    log = {"version": 1, "root": {"level": "ERROR", "handlers": []}, "disable_existing_loggers": True}
    for name, value in (("homeserver.json", config), ("log.json", log)):
        with open(path(name), "w") as file:
            json.dump(value, file)


def start():
    """Starts Synapse, and returns once it says that it is ready."""
    notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    if os.path.exists(path("notify")):
        os.unlink(path("notify"))
    notify.bind(path("notify"))
    command = [sys.executable, "-m", "synapse.app.homeserver", "-c", path("homeserver.json")]
    subprocess.run(command + ["--generate-keys"], check=True, stdout=subprocess.DEVNULL)
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=sys.stderr,
        env=os.environ | {"NOTIFY_SOCKET": path("notify")},
        # It ends with this program, however that ends.
        preexec_fn=lambda: __import__("ctypes").CDLL(None).prctl(1, 9),
    )
    while b"READY=1" not in notify.recv(1024):
        pass
    return process


def ask(method, route, body=None, token=None):
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{route}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token}"} if token else {},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def register(name):
    route = "/_synapse/admin/v1/register"
    nonce = ask("GET", route)["nonce"]
    parts = [nonce, name, "password", "notadmin"]
    code = hmac.new(secret.encode(), "\0".join(parts).encode(), hashlib.sha1).hexdigest()
    user = {"nonce": nonce, "username": name, "password": "password", "admin": False, "mac": code}
    return ask("POST", route, user)["access_token"]


def events():
    quoted = urllib.parse.quote(room)
    chunk = ask("GET", f"/_matrix/client/v3/rooms/{quoted}/messages?dir=f&limit=100", token=token)
    return [event for event in chunk["chunk"] if event["type"] == "m.room.message"]


def join(name):
    tokens[name] = register(name)
    quoted = urllib.parse.quote(room)
    ask("POST", f"/_matrix/client/v3/rooms/{quoted}/invite", {"user_id": f"@{name}:matrix.example"}, token)
    ask("POST", f"/_matrix/client/v3/join/{quoted}", {}, tokens[name])
    return {"joined": name}


def say(name, content):
    sent.append(content)
    route = f"/_matrix/client/v3/rooms/{urllib.parse.quote(room)}/send/m.reaction/{len(sent)}"
    return {"event": ask("PUT", route, content, tokens[name])["event_id"]}


def react(name, event, key):
    event = events()[-1]["event_id"] if event == "-" else event
    return say(name, {"m.relates_to": {"rel_type": "m.annotation", "event_id": event, "key": key}})


def answer(line):
    global process
    words = line.split(maxsplit=2)
    if words[0] == "stop":
        process.terminate()
        process.wait()
        return {}
    if words[0] == "start":
        process = start()
        return {}
    if words[0] == "messages":
        found = events()
        return {
            "messages": [event["content"] for event in found],
            "events": [event["event_id"] for event in found],
            "gone": [
                event.get("unsigned", {}).get("redacted_because", {}).get("origin_server_ts")
                for event in found
            ],
        }
    if words[0] == "join":
        return join(words[1])
    if words[0] == "say":
        return say(words[1], json.loads(words[2]))
    return react(words[1], *words[2].split())


port = free_port()
write_config(port)
process = start()
token = register("us")
tokens, sent = {}, []
room = ask("POST", "/_matrix/client/v3/createRoom", {}, token)["room_id"]
print(json.dumps({"port": port, "token": token, "room": room}), flush=True)
for line in sys.stdin:
    print(json.dumps(answer(line)), flush=True)
process.terminate()
