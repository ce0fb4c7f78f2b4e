"""The commands, as somebody types them: each in a process of its own, with all three ends in files."""

import multiprocessing
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from bot.cli import main


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


Nudge = Callable[..., Awaitable[Done]]
"""Types a command, with what else is `typed` while it runs, and changes to its environment."""

_READY = multiprocessing.get_context("forkserver")
_READY.set_forkserver_preload(["bot.cli"])
"""Each command has a process of its own, which need not load everything first."""


def done(arguments: tuple[str, ...], environment: dict[str, str], folder: Path, typed: str) -> Done:
    """Carry out a command in this environment and folder; whoever calls it waits."""
    typing, out, err = (folder / f"{uuid4().hex}.{name}" for name in ("typed", "out", "err"))
    typing.write_text(typed, encoding="utf-8")
    process = _READY.Process(target=_carry_out, args=(arguments, environment, folder, [typing, out, err]))
    process.start()
    process.join(60)
    assert process.exitcode is not None, f"nudge {' '.join(arguments)} does not come to an end"
    return Done(process.exitcode, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))


def _carry_out(arguments: tuple[str, ...], environment: dict[str, str], folder: Path, ends: list[Path]) -> None:
    """In the process of the command: what `python -m bot` does, with all three ends in files."""
    for number, (path, how) in enumerate(zip(ends, (os.O_RDONLY, os.O_WRONLY, os.O_WRONLY), strict=True)):
        os.dup2(os.open(path, how | os.O_CREAT), number)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115 - as at the start
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = ["nudge", *arguments]
    main()
