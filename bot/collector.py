"""Python's garbage collector, set for a process that works with thousands of rows at a time."""

import gc

THRESHOLDS = (10_000, 20, 20)
"""Python's own are 700, 10, 10: a batch of rows is many times that, and none of it is garbage yet. Planning a thousand
steps took a third longer so, and 10,000 objects are about a megabyte.
"""


def look_less_often() -> None:
    """Have the collector leave alone what is loaded by now, for it stays, and look through the rest less often."""
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
