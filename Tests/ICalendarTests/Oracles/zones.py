"""Compares VTIMEZONE texts with the zones of the system, as icalendar reads the texts.

Each line of the input is a file with one calendar, a first and a last year. It prints, for each zone
of the file, its name and how many of the hours between differ, with the first of these.
"""

import datetime
import sys
from zoneinfo import ZoneInfo

import icalendar

path, first, last = sys.stdin.read().split()
with open(path, "rb") as file:
    calendar = icalendar.Calendar.from_ical(file.read())
for component in calendar.walk("VTIMEZONE"):
    name = str(component["TZID"])
    # A name that nobody knows has icalendar use the component and not its own database.
    component["TZID"] = "Own/" + name
    own, theirs = component.to_tz(lookup_tzid=False), ZoneInfo(name)
    moment = datetime.datetime(int(first), 1, 1, tzinfo=datetime.timezone.utc)
    end = datetime.datetime(int(last), 1, 1, tzinfo=datetime.timezone.utc)
    differ, example = 0, ""
    while moment < end:
        local = moment.astimezone(theirs)
        wall = local.replace(tzinfo=None, fold=0)
        if local.fold == 0 and wall.replace(tzinfo=own).utcoffset() != local.utcoffset():
            differ += 1
            example = example or wall.isoformat()
        moment += datetime.timedelta(hours=7)
    print(name, differ, example, sep="\t")
