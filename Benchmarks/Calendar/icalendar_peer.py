"""Times how long the package icalendar takes to write the calendar in a file, five times."""

import sys
import time

import icalendar

with open(sys.argv[1], "rb") as file:
    calendar = icalendar.Calendar.from_ical(file.read())
times = []
for _ in range(5):
    begun = time.perf_counter()
    text = calendar.to_ical()
    times.append((time.perf_counter() - begun) * 1000)
times.sort()
events = len(calendar.walk("VEVENT"))
row = " | ".join(f"{each:.0f} ms" for each in (times[0], times[2], times[4]))
print(f"| icalendar {icalendar.__version__}, to_ical(): {events} events, {len(text)} bytes | {row} |")
