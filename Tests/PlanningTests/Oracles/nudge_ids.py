"""Known answers for StageKey.nudgeID: 128-bit FNV-1a, computed apart from the product.

Run: python3 nudge_ids.py
"""

BASIS = 144066263297769815596495629667062367629
PRIME = 2**88 + 2**8 + 0x3B


def fnv1a(data: bytes) -> int:
    value = BASIS
    for byte in data:
        value = (value ^ byte) * PRIME % 2**128
    return value


# The vector of the FNV authors for 128 bits: FNV-1a of "foobar".
assert f"{fnv1a(b'foobar'):032x}" == "343e1662793c64bf6f0d3597ba446f18"

for key in [
    ("date-night@2026-01-09T19:00", "start", "alex"),
    ("date-night@2026-01-09T19:00", "lead:3w", "alex"),
    ("date-night@2026-01-09T19:00", "start", "sam"),
    ("tick@2026-11-01T01:30+2", "nag:2", "zoë"),
    ("catch-up@2026-03-08T03:30:05", "digest", "alex"),
]:
    text = b"".join(part.encode() + b"\0" for part in key)
    print(*key, f"{fnv1a(text):032x}", sep="\t")
