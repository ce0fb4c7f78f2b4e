"""Log lines: one event with its facts, and nothing personal in any of them."""

import logging
import sys
import traceback
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_LEAST = {
    "sqlalchemy": logging.WARNING,  # below that: statements with their parameters, so people's words
    "psycopg": logging.WARNING,
    "alembic": logging.WARNING,
    "aiohttp": logging.WARNING,  # below that: who called from where
    "apscheduler": logging.WARNING,  # below that: two lines a tick
    "slack_sdk": logging.INFO,  # below that: whole payloads
    "slack_bolt": logging.INFO,
    "asyncio": logging.INFO,
}
"""What libraries may write at least; below that some of them tell what people said."""


def set_up_logs(*, as_json: bool, level: int = logging.INFO) -> None:
    """Write all log lines, structlog's and the standard library's alike, to standard error.

    As JSON, a line each, or in colours for somebody who looks on. What libraries say
    in confidence stays unwritten, whatever `level` is.
    """
    shared: Sequence[Processor] = (
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        discreet_traceback,
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter(shared, as_json=as_json))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name, least in _LEAST.items():
        logging.getLogger(name).setLevel(max(level, least))


def _formatter(shared: Sequence[Processor], *, as_json: bool) -> logging.Formatter:
    ending: Processor = (
        structlog.processors.JSONRenderer(sort_keys=True)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=list(shared),
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, ending],
    )


def discreet_traceback(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Put where an error came from into the line, without its message or any value: those hold people's words."""
    given = event.pop("exc_info", None)
    error = _error(given)
    if error is not None:
        event["exception"] = "\n".join(_told(error))
    return event


def _error(given: object) -> BaseException | None:
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        found: tuple[Any, BaseException | None, TracebackType | None] = given
        return found[1]
    return sys.exc_info()[1] if given else None


def _told(error: BaseException) -> Iterator[str]:
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if earlier is not None:
        yield from _told(earlier)
        yield "and then:"
    yield from (line.rstrip() for line in traceback.format_tb(error.__traceback__))
    yield f"{type(error).__module__}.{type(error).__qualname__}{_code(error)}"
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from _told(each)


def _code(error: BaseException) -> str:
    """What is safe to say of an error: the code that the system, PostgreSQL or Slack gave it."""
    if isinstance(error, OSError) and error.strerror:
        return f": {error.strerror}"
    if isinstance(state := getattr(error, "sqlstate", None), str):
        return f": SQLSTATE {state}"
    answer = getattr(getattr(error, "response", None), "data", None)
    if isinstance(answer, dict) and isinstance(answer.get("error"), str):
        return f": {answer['error']}"
    return ""
