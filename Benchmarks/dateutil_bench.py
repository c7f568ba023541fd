"""Prints `engine<TAB>case<TAB>nanoseconds` for python-dateutil, in New York, converted to UTC."""
import sys
import time
from datetime import datetime
from itertools import islice
from statistics import median
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

ROUNDS = 5
ZONE = ZoneInfo("America/New_York")


def timed(body, times):
    rounds = []
    for _ in range(ROUNDS):
        begin = time.thread_time_ns()
        body()
        rounds.append((time.thread_time_ns() - begin) / times)
    return median(rounds)


for line in open(sys.argv[1]):
    if line.startswith("#"):
        continue
    name, start, text, count = line.rstrip("\n").split("\t")
    start = datetime.fromisoformat(start)
    rule = rrulestr(text, dtstart=start)
    count = min(int(count), 2000)

    def expand():
        for instance in islice(rule, count):
            instance.replace(tzinfo=ZONE).timestamp()

    print(f"python-dateutil\t{name}\t{timed(expand, count)}")
    if name.startswith("weekly"):
        target = start.replace(year=start.year + 20)
        seek = timed(lambda: rule.after(target).replace(tzinfo=ZONE).timestamp(), 1)
        print(f"python-dateutil\t{name}, seek 20 years\t{seek}")
