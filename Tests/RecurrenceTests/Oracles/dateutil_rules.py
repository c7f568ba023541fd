"""Expands rules with python-dateutil.

Reads lines `DTSTART<TAB>RRULE` and prints for each the first instances, separated by commas, with
`.` behind them where the rule has ended; or `timeout` where dateutil takes too long.
"""
import signal
import sys
from itertools import islice

from dateutil.rrule import rrulestr

LIMIT = 40
SECONDS = 0.02


class Timeout(Exception):
    pass


def on_timer(*_):
    raise Timeout


def expand(start, rule):
    signal.setitimer(signal.ITIMER_PROF, SECONDS, SECONDS)
    found = []
    try:
        for instance in islice(rrulestr(f"DTSTART:{start}\nRRULE:{rule}"), LIMIT):
            found.append(instance)
        ended = "." if len(found) < LIMIT else ""
    except Timeout:
        if not found:
            return "timeout"
        ended = ""
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return ",".join(i.strftime("%Y%m%dT%H%M%S").rjust(15, "0") for i in found) + ended


signal.signal(signal.SIGPROF, on_timer)
for line in sys.stdin:
    start, rule = line.rstrip("\n").split("\t")
    try:
        print(expand(start, rule))
    except Timeout:
        print("timeout")
    except Exception as error:
        print(f"error {error}")
