"""Sends one message with the client of Apprise, and prints what it would send: a line of JSON a request.

Arguments: Apprise's own URL of a service, a title, a body. No request leaves this program: each is
written down and answered with 200.
"""

import json
import sys
from urllib.parse import urlsplit

import apprise
import requests


def answer(self, method, url, params=None, data=None, headers=None, json=None, **rest):
    request = requests.Request(method, url, params=params, data=data, json=json, headers=headers)
    prepared = request.prepare()
    place = urlsplit(prepared.url)
    body = prepared.body
    record = {
        "method": prepared.method,
        "host": place.netloc,
        "path": place.path,
        "query": place.query,
        "headers": {name.lower(): value for name, value in prepared.headers.items()},
        "body": body.decode() if isinstance(body, bytes) else body,
    }
    print(dumps(record), flush=True)
    response = requests.Response()
    response.status_code = 200
    # Of all services but Slack: what each of them takes for a success.
    known = b'{"ok": true, "event_id": "$1", "room_id": "!r:example", "user_id": "@u:example"}'
    response._content = b"ok" if place.netloc == "hooks.slack.com" else known
    response.url = url
    return response


dumps = json.dumps
requests.Session.request = answer
url, title, body = sys.argv[1:]
client = apprise.Apprise()
if not client.add(url):
    sys.exit("apprise does not read the address")
if not client.notify(title=title, body=body, body_format=apprise.NotifyFormat.TEXT):
    sys.exit("apprise says that it failed")
