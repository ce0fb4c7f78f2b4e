"""The engine: psycopg 3 under SQLAlchemy, with time limits so that no caller waits for ever."""

from dataclasses import dataclass
from typing import Self

from psycopg.errors import DeadlockDetected
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


def normalised(url: str) -> URL:
    """The URL for psycopg 3, however PostgreSQL was spelled. Raises ArgumentError for other databases."""
    parsed = make_url(url)
    if parsed.get_backend_name() not in {"postgresql", "postgres"}:
        raise ArgumentError(f"expected postgresql://…, not {parsed.get_backend_name()}://…")
    return parsed.set(drivername="postgresql+psycopg")


def interactive_engine(url: str, *, size: int = 10, seconds: float = 2.0) -> AsyncEngine:
    """For use cases that a person waits for: pool, connect and each statement end after `seconds`."""
    return _engine(url, size=size, pool_seconds=seconds, statement_ms=int(seconds * 1000))


def background_engine(url: str, *, size: int = 5) -> AsyncEngine:
    """For heartbeat, sender and workers: patient, but never for ever."""
    return _engine(url, size=size, pool_seconds=10, statement_ms=30_000)


@dataclass(frozen=True, slots=True)
class Engines:
    """Both engines on one database, for a bot at work."""

    interactive: AsyncEngine
    background: AsyncEngine

    @classmethod
    def on(cls, url: str) -> Self:
        """New ones; they connect when somebody needs them."""
        return cls(interactive_engine(url), background_engine(url))

    async def dispose(self) -> None:
        """Close all connections. Whoever uses the engines again afterwards gets new ones."""
        await self.interactive.dispose()
        await self.background.dispose()


def is_deadlock(error: DBAPIError) -> bool:
    """Whether two transactions waited for each other and this was the one to give way: nothing of it took effect."""
    return isinstance(error.orig, DeadlockDetected)


def _engine(url: str, *, size: int, pool_seconds: float, statement_ms: int) -> AsyncEngine:
    return create_async_engine(
        normalised(url),
        pool_size=size,
        max_overflow=0,
        pool_timeout=pool_seconds,
        pool_pre_ping=False,
        pool_use_lifo=True,
        hide_parameters=True,  # or people's words would stand in the log whenever a statement fails
        connect_args={
            "connect_timeout": max(2, int(pool_seconds)),
            "options": f"-c statement_timeout={statement_ms} -c timezone=UTC",
        },
    )
