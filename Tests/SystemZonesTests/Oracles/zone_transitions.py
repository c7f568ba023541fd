"""Prints what Python's zoneinfo knows of each zone: its changes and the wall times around them.

Usage: zone_transitions.py FOLDER NAME...

Lines are `NAME`, then for each change from 1970 on, up to 2047, those of the footer
included, `SECOND BEFORE AFTER ABBREVIATION`, then `LOCAL FIRST SECOND` for wall times around
it: the instants with fold 0 and 1. Changes of the name alone are left out.
"""
import sys
import zoneinfo
from datetime import datetime, timedelta, timezone

from zoneinfo._zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1)


def aware(second, zone):
    utc = EPOCH.replace(tzinfo=timezone.utc) + timedelta(seconds=second)
    return utc.astimezone(zone)


def offset(second, zone):
    return int(aware(second, zone).utcoffset().total_seconds())


def instant(local, fold, zone):
    naive = EPOCH + timedelta(seconds=local)
    shift = naive.replace(tzinfo=zone, fold=fold).utcoffset()
    return local - int(shift.total_seconds())


def changes(zone):
    found = {t for t in zone._trans_utc if 0 <= t < 2461449600}
    after = zone._tz_after
    if hasattr(after, "transitions"):
        for year in range(2038, 2048):
            start, end = after.transitions(year)
            found.add(int(start - after.std.utcoff.total_seconds()))
            found.add(int(end - after.dst.utcoff.total_seconds()))
    return sorted(found)


zoneinfo.reset_tzpath([sys.argv[1]])
for name in sys.argv[2:]:
    with open(f"{sys.argv[1]}/{name}", "rb") as file:
        zone = ZoneInfo.from_file(file, key=name)
    print(name)
    for second in changes(zone):
        before, now = offset(second - 1, zone), offset(second, zone)
        if before == now:
            continue
        print(second, before, now, aware(second, zone).tzname())
        low, high = second + min(before, now), second + max(before, now)
        for local in (low - 1, low, (low + high) // 2, high - 1, high):
            print(local, instant(local, 0, zone), instant(local, 1, zone))
