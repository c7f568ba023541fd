"""A mail server on loopback by aiosmtpd, which judges each message with Python's own parser.

Reads its options as JSON from the first argument: `certificate` and `key` (STARTTLS is offered, and
demanded before a login), `users` (names and passwords; a login is demanded), `refuse_recipient` and
`refuse_message` (the answers to give). Prints its port, then a line of JSON for each message.
"""

import asyncio
import email.policy
import json
import ssl
import sys
from email import message_from_bytes

from aiosmtpd.smtp import SMTP, AuthResult

options = json.loads(sys.argv[1])


def say(what):
    print(json.dumps(what), flush=True)


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if "refuse_recipient" in options:
            return options["refuse_recipient"]
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server, session, envelope):
        if "refuse_message" in options:
            return options["refuse_message"]
        message = message_from_bytes(envelope.content, policy=email.policy.default)
        lines = envelope.content.split(b"\r\n")
        say(
            {
                "sender": envelope.mail_from,
                "recipients": envelope.rcpt_tos,
                "tls": session.ssl is not None,
                "user": session.auth_data,
                "raw": envelope.content.decode(),
                "headers": {name.lower(): str(value) for name, value in message.items()},
                "date": message["date"] and message["date"].datetime.isoformat(),
                "text": message.get_content().replace("\r\n", "\n"),
                "defects": [str(fault) for fault in message.defects]
                + [str(fault) for value in message.values() for fault in value.defects],
                "longest": max(len(line) for line in lines),
                "bare": any(b"\n" in line or b"\r" in line for line in lines),
            }
        )
        return "250 taken"


def authenticate(server, session, envelope, mechanism, data):
    name, password = data.login.decode(), data.password.decode()
    if options["users"].get(name) != password:
        return AuthResult(success=False, handled=False)
    return AuthResult(success=True, auth_data=name)


async def main():
    context = None
    if "certificate" in options:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(options["certificate"], options["key"])

    def make():
        return SMTP(
            Handler(),
            hostname="mail.example",
            tls_context=context,
            auth_required="users" in options,
            auth_require_tls=context is not None,
            authenticator=authenticate if "users" in options else None,
        )

    server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", 0)
    say({"port": server.sockets[0].getsockname()[1]})
    await server.serve_forever()


asyncio.run(main())
