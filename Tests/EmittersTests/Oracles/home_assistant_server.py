"""Home Assistant on loopback, with one automation that a webhook triggers.

Takes a folder to keep its things in. Prints a line of JSON with its port once it has started. Reads a number,
and once the automation has passed on so many times, prints a line with what it did, oldest first.

It is the real server without those of its parts whose packages it fetches when they are first used, its
web pages among them, so it is not asked to count these as critical.
"""

import asyncio
import http.server
import json
import os
import socket
import sys
import threading

from homeassistant import bootstrap, runner

folder = sys.argv[1]
passed_on = []
changed = threading.Condition()


class Capture(http.server.BaseHTTPRequestHandler):
    """Takes what the automation passes on by Home Assistant's own `rest_command`."""

    def do_POST(self):
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with changed:
            passed_on.append(told)
            changed.notify()
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def write_config(port, capture):
    # What an automation of a user's would do with it.
    told = """{{ dict(title=trigger.json.get('title'), message=trigger.json.get('message'),
        urgent=trigger.json.get('urgent'), everything=trigger.json) | to_json }}"""
    config = {
        "homeassistant": {
            "name": "Us",
            "latitude": 0,
            "longitude": 0,
            "elevation": 0,
            "unit_system": "metric",
            "time_zone": "UTC",
            "country": "US",
        },
        "http": {"server_host": "127.0.0.1", "server_port": port},
        "webhook": {},
        "rest_command": {
            "pass_on": {
                "url": f"http://127.0.0.1:{capture}/",
                "method": "post",
                "payload": "{{ told }}",
            }
        },
        "automation": {
            "alias": "nudge",
            "mode": "queued",
            "trigger": {
                "platform": "webhook",
                "webhook_id": "nudge-of-ours",
                "allowed_methods": ["POST"],
                "local_only": True,
            },
            "action": {"service": "rest_command.pass_on", "data": {"told": told}},
        },
    }
    # JSON is YAML.
    with open(os.path.join(folder, "configuration.yaml"), "w") as file:
        json.dump(config, file)


def serve():
    for line in sys.stdin:
        with changed:
            changed.wait_for(lambda: len(passed_on) >= int(line))
            print(json.dumps({"told": passed_on}), flush=True)
    # It ends with the test, however that ends.
    os._exit(0)


async def run(port):
    settings = runner.RuntimeConfig(config_dir=folder, skip_pip=True)
    hass = await bootstrap.async_setup_hass(settings)
    if hass is None or hass.states.get("automation.nudge") is None:
        sys.exit("Home Assistant has not taken the automation")

    def say(_):
        print(json.dumps({"port": port}), flush=True)

    hass.bus.async_listen_once("homeassistant_started", say)
    await hass.async_run()


bootstrap.CRITICAL_INTEGRATIONS = set()
capture = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Capture)
threading.Thread(target=capture.serve_forever, daemon=True).start()
threading.Thread(target=serve, daemon=True).start()
port = free_port()
write_config(port, capture.server_port)
asyncio.run(run(port))
