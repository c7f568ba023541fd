"""Prints `engine<TAB>case<TAB>nanoseconds<TAB>answer` for python-dateutil, in New York, converted to UTC."""
import sys
import time
from datetime import datetime
from itertools import islice
from statistics import median
from zoneinfo import ZoneInfo

import dateutil
from dateutil.rrule import rrulestr

ANSWER = 100
ZONE = ZoneInfo("America/New_York")


def timed(body, times, rounds=5):
    found = []
    for _ in range(rounds):
        begin = time.thread_time_ns()
        body()
        found.append((time.thread_time_ns() - begin) / times)
    return median(found)


def instant(local):
    return int(local.replace(tzinfo=ZONE).timestamp())


print(f"version\tpython-dateutil\t{dateutil.__version__}\t")
for line in open(sys.argv[1]):
    if line.startswith("#"):
        continue
    name, start, text, count = line.rstrip("\n").split("\t")
    start = datetime.fromisoformat(start)
    rule = rrulestr(text, dtstart=start)
    count = min(int(count), 2000)
    expansion = timed(lambda: [instant(found) for found in islice(rule, count)], count)
    answer = sum(instant(found) for found in islice(rule, ANSWER))
    print(f"python-dateutil\t{name}\t{expansion}\t{answer}")
    for years in (20, 2000):
        target = start.replace(year=start.year + years)
        seek = timed(lambda: instant(rule.after(target)), 1, rounds=3 if years < 100 else 1)
        print(f"python-dateutil\t{name}, seek {years} years\t{seek}\t{instant(rule.after(target))}")
