"""Makes one table of what the benchmarks printed, with the ratios to libical."""
import datetime
import sys

PEERS = ["libical", "libical set_start", "python-dateutil", "Foundation"]

found = {}
cases = []
for line in sys.stdin:
    engine, case, value = line.rstrip("\n").split("\t")
    found[engine, case] = float(value)
    if case not in cases:
        cases.append(case)


def show(case, value):
    if value is None:
        return "-"
    if "seek" in case:
        return f"{value:,.0f} ns"
    rate = 1e9 / value
    return f"{rate / 1e6:.1f} M/s" if rate >= 1e6 else f"{rate / 1e3:.1f} k/s"


print(f"Measured {datetime.date.today()}; medians of processor time; America/New_York, converted to UTC.\n")
print("| case | this engine | " + " | ".join(PEERS) + " | times libical |")
print("|---|---" + "|---" * (len(PEERS) + 1) + "|")
for case in cases:
    own = found.get(("rituald", case))
    row = [show(case, own)] + [show(case, found.get((peer, case))) for peer in PEERS]
    peer = found.get(("libical", case))
    ratio = f"{peer / own:,.0f}" if own and peer else "-"
    print(f"| {case} | " + " | ".join(row) + f" | {ratio} |")
