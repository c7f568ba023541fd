"""Expands rules with python-dateutil.

Reads lines `DTSTART<TAB>RRULE`, or `DTSTART<TAB>RRULE<TAB>EXDATEs<TAB>RDATEs` with commas, and prints for each the first instances, separated by commas, with
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


def expand(start, rule, exdates="", rdates=""):
    signal.setitimer(signal.ITIMER_PROF, SECONDS, SECONDS)
    found = []
    try:
        lines = [f"DTSTART:{start}", f"RRULE:{rule}"]
        lines += [f"EXDATE:{exdates}"] if exdates else []
        lines += [f"RDATE:{rdates}"] if rdates else []
        for instance in islice(rrulestr("\n".join(lines)), LIMIT):
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
    try:
        print(expand(*line.rstrip("\n").split("\t")))
    except Timeout:
        print("timeout")
    except Exception as error:
        print(f"error {error}")
