"""Makes a table of what the benchmarks printed, with the ratios to libical.

`--markdown` prints it to be pasted, `--docs` puts it into docs/performance.md between its two marks. An answer
that is not this engine's is marked.
"""
import sys
from pathlib import Path

OWN, LIBICAL, JUMP = "rituald", "libical", "libical set_start"
PEERS = [LIBICAL, JUMP, "python-dateutil", "Foundation"]
FLOOR, SEEK_FLOOR = 100, 1000
BEGIN, END = "<!-- benchmarks: begin -->", "<!-- benchmarks: end -->"
SOUGHT = "weekly, INTERVAL=7, seek 20 years"

took, answers, versions, run, cases = {}, {}, {}, {}, []
for line in sys.stdin:
    engine, case, value, answer = line.rstrip("\n").split("\t")
    if engine == "run":
        run[case] = value
        continue
    if engine == "version":
        versions[case] = value
        continue
    took[engine, case] = None if value == "none" else float(value)
    answers[engine, case] = answer
    if case not in cases:
        cases.append(case)


def is_seek(case):
    return ", seek " in case


def text(case, value):
    if not is_seek(case):
        rate = 1e9 / value
        return f"{rate / 1e6:.1f} M/s" if rate >= 1e6 else f"{rate / 1e3:.0f} k/s"
    for size, unit in ((1e9, "s"), (1e6, "ms"), (1e3, "µs")):
        if value >= size:
            return f"{value / size:,.1f} {unit}"
    return f"{value:.0f} ns"


def cell(engine, case):
    if (engine, case) not in took:
        return "–"
    value = took[engine, case]
    if value is None or answers[engine, case] == "none":
        return "no answer"
    return text(case, value) + ("" if answers[engine, case] == answers[OWN, case] else " (differs)")


def ratio(engine, case):
    value = took.get((engine, case))
    return value / took[OWN, case] if value and answers[engine, case] != "none" else None


def machine():
    with open("/proc/cpuinfo") as file:
        names = [line.split(":")[1].strip() for line in file if line.startswith("model name")]
    return f"{len(names)} × {names[0]}, load {run['load']}"


def rows():
    head = ["case", "this engine", *PEERS, "times libical"]
    yield head
    for case in cases:
        times = ratio(LIBICAL, case)
        yield [case, *(cell(engine, case) for engine in [OWN, *PEERS]), f"{times:,.0f}" if times else "–"]


def verdicts():
    """Whether the floors are met: in every case, and for one seek."""
    low = min((ratio(LIBICAL, case), case) for case in cases if not is_seek(case))
    yield f"lowest ratio to libical in occurrences a second: {low[0]:,.0f} ({low[1]}; floor {FLOOR})"
    seek = min(ratio(LIBICAL, SOUGHT), ratio(JUMP, SOUGHT))
    yield f"ratio to libical, {SOUGHT}: {seek:,.0f} (floor {SEEK_FLOOR})"
    if low[0] < FLOOR or seek < SEEK_FLOOR:
        yield "BELOW THE FLOOR"


named = ", ".join(f"{name} {version}" for name, version in versions.items())
about = f"Measured {run['date']} on {machine()}; {named}; New York, converted to UTC."
table = list(rows())
markdown = [about, ""]
for number, row in enumerate(table):
    markdown.append("| " + " | ".join(row) + " |")
    if not number:
        markdown.append("|---" + "|---:" * (len(row) - 1) + "|")
if sys.argv[1:] == ["--markdown"]:
    print("\n".join(markdown))
elif sys.argv[1:] == ["--docs"]:
    page = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
    before, rest = page.read_text().split(BEGIN, 1)
    _, after = rest.split(END, 1)
    page.write_text(before + BEGIN + "\n" + "\n".join(markdown) + "\n" + END + after)
    print("\n".join(verdicts()))
else:
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    print(about + "\n")
    for row in table:
        print("  ".join(f"{row[0]:<{widths[0]}}" if not i else f"{c:>{widths[i]}}" for i, c in enumerate(row)))
    print("\n" + "\n".join(verdicts()))
