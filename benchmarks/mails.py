"""Forwarded mails a second, and the slowest input, beside the two libraries that do something like it.

`make bench` installs quotequail and email-forward-parser (requirements-bench.txt); Nudge does not need them. On the
large inputs each reader works in a process of its own, which is stopped when it takes too long.
"""

import importlib
import importlib.util
import multiprocessing
import time
from collections.abc import Callable, Iterable, Mapping
from multiprocessing.connection import Connection
from statistics import median
from typing import Any

from benchmarks.databases import Databases
from benchmarks.figures import Figure
from benchmarks.racing import REPEATS
from bot.mail import read_forward
from tests.mail.test_languages import LANGUAGES, PROGRAMS, mail_of
from tests.mail.test_mails import MAILS
from tests.mail.test_shared_forwards import CASES, text_of

PATIENCE = 5.0
"""Seconds after which a library is not waited for on one input."""

_BLOCK = (
    "---------- Forwarded message ---------\n"
    "From: P <p@x.example>\nDate: Wed, May 14, 2025 at 9:31 AM\nSubject: s\nTo: <a@b.example>\n\ntext\n"
)
_HEAD = "From: A <a@b.example>\nSent: 14.05.2025 09:31\n"
LARGE: Mapping[str, Callable[[], str]] = {
    "1 MB of prose": lambda: "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod.\n" * 14_000,
    "1 MB of lines with a colon": lambda: "Lorem ipsum dolor sit amet: consectetur adipiscing elit.\n" * 18_000,
    "100,000 quoted lines": lambda: ">\n" * 100_000,
    "100 KB of blanks": lambda: " " * 100_000,
    "20,000 blank lines": lambda: "\n" * 20_000,
    "5,000 nested forwards": lambda: _BLOCK * 5_000,
    "5,000 recipients": lambda: (
        f"{_HEAD}To: {', '.join(f'P <p{n}@x.example>' for n in range(5_000))}\nSubject: x\n\nbody"
    ),
    "10,000 lines Cc:": lambda: "Cc: x@y.example\n" * 10_000,
    "5 KB of blanks behind a label": lambda: "From:" + " " * 5_000 + "x",
}
Reader = Callable[[str, str | None], str | None]


def _nudge(text: str, subject: str | None) -> str | None:
    found = read_forward(text, subject)
    return found.sender_address if found else None


def _quotequail(text: str, _subject: str | None) -> str | None:
    found: dict[str, Any] | None = importlib.import_module("quotequail").unwrap(text)
    return (found or {}).get("from")


def _email_forward_parser(text: str, subject: str | None) -> str | None:
    parser = importlib.import_module("emailforwardparser.forward_parser")
    found = parser.get_forwarded_metadata(text, subject)
    return str(found.email.from_.address) if found.forwarded else None


READERS: Mapping[str, Reader] = {
    "Nudge": _nudge,
    "quotequail": _quotequail,
    "email-forward-parser": _email_forward_parser,
}
_MODULES = {"quotequail": "quotequail", "email-forward-parser": "emailforwardparser"}


async def mails(_: Databases) -> list[Figure]:
    """Read the cases of the tests, and the sample of real forwards where it lies beside the checkout."""
    readers = {name: read for name, read in READERS.items() if _is_installed(name)}
    figures: list[Figure] = []
    for what, cases in {"sample": _sample(), "own cases": _own_cases()}.items():
        if cases:
            figures += _rates(f"forwarded mails, {len(cases)} of the {what}", readers, cases)
    return figures + [_slowest(name) for name in readers]


Case = tuple[str, str | None, str]
"""Text, outer subject, the sender's address."""


def _sample() -> list[Case]:
    return [(text_of(case), case["outer_subject"], case["from_address"]) for case in CASES.values()]


def _own_cases() -> list[Case]:
    matrix = [(mail_of(p, of), "Fwd: x", str(LANGUAGES[of]["address"])) for p in PROGRAMS for of in LANGUAGES]
    whole = [(mail["text"], mail.get("outer"), mail["sender"][0]) for mail in MAILS.values() if "sender" in mail]
    return matrix + whole


def _rates(what: str, readers: Mapping[str, Reader], cases: list[Case]) -> list[Figure]:
    """Let every reader read all the cases, in turns; only once for how many senders it finds."""
    right = {name: _senders_found(read, cases) for name, read in readers.items()}
    rates: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(REPEATS):
        for name, read in readers.items():
            rates[name].append(len(cases) / _seconds(read, ((text, subject) for text, subject, _ in cases)))
    return [Figure(f"{what}: {name}", f"{median(rates[name]):.0f}/s, {right[name]} senders right") for name in readers]


def _senders_found(read: Reader, cases: list[Case]) -> int:
    return sum(sender in (read(text, subject) or "") for text, subject, sender in cases)


def _seconds(read: Reader, mails: Iterable[tuple[str, str | None]]) -> float:
    began = time.perf_counter()
    for text, subject in mails:
        read(text, subject)
    return time.perf_counter() - began


def _slowest(name: str) -> Figure:
    """The slowest of the large inputs, or those that the reader was not waited for or stumbled over."""
    outcomes = {what: _outcome(name, what) for what in LARGE}
    seconds = {what: took for what, took in outcomes.items() if isinstance(took, float)}
    slowest = max(seconds, key=lambda what: seconds[what])
    failed = "".join(f"; {how}: {what}" for what, how in outcomes.items() if isinstance(how, str))
    found = f"{seconds[slowest] * 1000:.0f} ms: {slowest}{failed}"
    return Figure(f"the slowest input: {name}", found, "100 ms" if name == "Nudge" else "")


def _outcome(name: str, what: str) -> float | str:
    """The median of the repeats (seconds), read in a process of its own, which can be stopped; else what went wrong."""
    processes = multiprocessing.get_context("spawn")
    told, tell = processes.Pipe(duplex=False)
    process = processes.Process(target=_read_and_tell, args=(tell, name, what), daemon=True)
    process.start()
    took: list[float] = []
    try:
        told.recv()  # it has imported what it needs
        while len(took) < REPEATS:
            if not told.poll(PATIENCE):
                return f"not done in {PATIENCE:.0f} s"
            answer: float | str = told.recv()
            if isinstance(answer, str):
                return answer
            took.append(answer)
    finally:
        process.terminate()
        process.join()
    return median(took)


def _read_and_tell(told: Connection, name: str, what: str) -> None:
    text, read = LARGE[what](), READERS[name]
    read("Hello", None)
    told.send(0.0)
    try:
        for _ in range(REPEATS):
            told.send(_seconds(read, [(text, "Fwd: x")]))
    except Exception as error:  # whatever a library that is not ours stumbles over is its figure
        told.send(f"raises {type(error).__name__}")


def _is_installed(name: str) -> bool:
    return name not in _MODULES or importlib.util.find_spec(_MODULES[name]) is not None
