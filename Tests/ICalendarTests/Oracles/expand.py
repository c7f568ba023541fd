"""Expands calendars as recurring-ical-events does.

Each line of the input is a file, a first and a last date, and a zone, divided by tabs, and "standing"
where what is cancelled is to be left out. For each occurrence it prints the file's number, start and end in seconds from the epoch, and the summary; an
error as the number, "error" and its text.
"""

import datetime
import sys
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events


def seconds(value, zone):
    if not isinstance(value, datetime.datetime):
        value = datetime.datetime(value.year, value.month, value.day)
    if value.tzinfo is None:
        value = value.replace(tzinfo=zone)
    return int(value.timestamp())


def expand(number, path, first, last, zone, which="all"):
    zone = ZoneInfo(zone)
    start = datetime.datetime.fromisoformat(first).replace(tzinfo=zone)
    end = datetime.datetime.fromisoformat(last).replace(tzinfo=zone)
    with open(path, "rb") as file:
        text = file.read().decode("utf-8-sig", "replace")
    for calendar in icalendar.Calendar.from_ical(text, multiple=True):
        for event in recurring_ical_events.of(calendar).between(start, end):
            if which == "standing" and event.get("STATUS") == "CANCELLED":
                continue
            begin = event["DTSTART"].dt
            finish = event["DTEND"].dt if "DTEND" in event else begin
            if "DTEND" not in event and "DURATION" in event:
                finish = begin + event["DURATION"].dt
            if finish == begin and not isinstance(begin, datetime.datetime):
                finish = begin + datetime.timedelta(days=1)
            words = str(event.get("SUMMARY", "")).replace("\n", " ")
            print(number, seconds(begin, zone), seconds(finish, zone), words, sep="\t")


for number, line in enumerate(sys.stdin.read().split("\n")):
    if not line:
        continue
    try:
        expand(number, *line.split("\t"))
    except Exception as error:  # what the peer cannot read is an answer too
        print(number, "error", f"{type(error).__name__}: {error}".replace("\n", " "), sep="\t")
