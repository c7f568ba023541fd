"""Writes transitions.tsv: what a daily ritual at 02:30 and a couple in two zones must get
on the nights on which the clocks change, 2026 to 2030, by Python's zoneinfo.

Each line: zone, local date, the instants (UTC) at which these are due on that date:
  daily    a ritual at 02:30
  lead     its lead of one day (calendar): the same wall time on the date before
  hours    its lead of 24 hours (elapsed)
  partner  the start for a partner in Asia/Kolkata whose quiet hours are 05:00-12:30 there
The dates are each transition's and the one before and after it.

Run: python3 transitions.py > transitions.tsv
"""

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

ZONES = [
    "America/New_York", "America/Los_Angeles", "America/St_Johns", "Europe/London",
    "Europe/Berlin", "Europe/Helsinki", "Australia/Sydney", "Australia/Lord_Howe",
    "Pacific/Auckland", "Pacific/Chatham",
]
PARTNER = ZoneInfo("Asia/Kolkata")


def instant(zone, day, clock=time(2, 30)):
    # fold=0 reads a gap with the offset before it and a fold as its first instance,
    # which is what RFC 5545 section 3.3.5 asks for.
    return datetime.combine(day, clock, tzinfo=zone).astimezone(timezone.utc)


def awake(when):
    local = when.astimezone(PARTNER)
    if time(5) <= local.time() < time(12, 30):
        return local.replace(hour=12, minute=30).astimezone(timezone.utc)
    return when


def text(when):
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


for name in ZONES:
    zone = ZoneInfo(name)
    day = date(2026, 1, 2)
    while day < date(2030, 12, 30):
        before = datetime.combine(day, time(0), tzinfo=zone).utcoffset()
        after = datetime.combine(day + timedelta(1), time(0), tzinfo=zone).utcoffset()
        if before != after:
            for shown in (day - timedelta(1), day, day + timedelta(1)):
                start = instant(zone, shown)
                print(
                    name, shown, text(start), text(instant(zone, shown - timedelta(1))),
                    text(start - timedelta(hours=24)), text(awake(start)), sep="\t",
                )
        day += timedelta(1)
