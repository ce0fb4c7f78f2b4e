"""`python -m benchmarks`: measure, and print a table."""

import argparse
import asyncio
import logging
import os
import sys
import time
from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from typing import Any

import structlog

from benchmarks.claiming import claiming
from benchmarks.commands import commands, events
from benchmarks.databases import Databases, databases
from benchmarks.draining import draining
from benchmarks.figures import Figure, table
from benchmarks.idle import idle, starting
from benchmarks.lateness import lateness
from benchmarks.mails import mails
from benchmarks.pacing import pacing
from benchmarks.planning import planning
from benchmarks.record import audit
from benchmarks.recovery import recovery
from benchmarks.weeks import weeks
from bot.collector import look_less_often

Benchmark = Callable[[Databases], Coroutine[Any, Any, list[Figure]]]


def main() -> None:
    """Measure what was asked for, all of it by default."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("only", nargs="*", help="which to run; all of them when none is named")
    parser.add_argument(
        "--full", action="store_true", help="a million of what there is less of otherwise, and longer looks"
    )
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    known: Mapping[str, Benchmark] = {
        "commands": commands,
        "events": events,
        "planning": partial(planning, full=given.full),
        "claiming": partial(claiming, full=given.full),
        "draining": draining,
        "pacing": pacing,
        "lateness": lateness,
        "recovery": partial(recovery, full=given.full),
        "audit": partial(audit, full=given.full),
        "weeks": partial(weeks, full=given.full),
        "idle": partial(idle, full=given.full),
        "starting": starting,
        "mails": mails,
    }
    unknown = set(given.only) - set(known)
    if unknown:
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    look_less_often()  # as `nudge` does
    figures = [Figure("this machine, before", f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")]
    with databases() as server:
        for name in given.only or known:
            began = time.monotonic()
            figures += asyncio.run(known[name](server))
            print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr)  # noqa: T201 - a command's output
    print(table(figures))  # noqa: T201 - a command's output


if __name__ == "__main__":
    main()
