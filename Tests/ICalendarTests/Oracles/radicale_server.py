"""Runs Radicale on a free port of loopback, with its records in the folder that is given.

Prints a JSON object with the port. The user `alex` has the password `secret words`. It ends with its
standard input.
"""

import json
import os
import sys
import threading
import wsgiref.simple_server

from radicale import Application, config

folder = sys.argv[1]
users = os.path.join(folder, "users")
with open(users, "w", encoding="utf-8") as file:
    file.write("alex:secret words\n")
configuration = config.load()
configuration.update(
    {
        "auth": {"type": "htpasswd", "htpasswd_filename": users, "htpasswd_encryption": "plain", "delay": "0"},
        "storage": {"filesystem_folder": os.path.join(folder, "collections")},
        "logging": {"level": "error"},
    },
    "the test",
)


class Quiet(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


server = wsgiref.simple_server.make_server("127.0.0.1", 0, Application(configuration), handler_class=Quiet)
print(json.dumps({"port": server.server_port}), flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
