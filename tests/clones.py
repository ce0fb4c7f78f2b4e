"""Databases for tests: clones of a migrated one, emptied and given out again.

Cloning copies some hundred files; emptying takes a few milliseconds. A clone whose schema a test has changed, or that
can't be emptied (on a server where we may not switch triggers off), is dropped and made anew.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

_OTHERS_LEAVE = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_SCHEMA = """
    SELECT md5(string_agg(line, ' ' ORDER BY line)) FROM (
        SELECT concat_ws(' ', 'class', oid, relname, relkind, relowner, relacl, relrowsecurity) FROM pg_class
        WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT concat_ws(' ', 'column', attrelid, attname, atttypid, attnotnull, attisdropped)
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT concat_ws(' ', 'trigger', oid, tgname, tgfoid, tgenabled) FROM pg_trigger
        UNION ALL SELECT concat_ws(' ', 'constraint', oid, conname, convalidated) FROM pg_constraint
        UNION ALL SELECT concat_ws(' ', 'function', oid, proname, md5(prosrc)) FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
    ) AS said (line)
"""
_EMPTY = """
    DO $$
    DECLARE tables text[] := ARRAY(
        SELECT quote_ident(relname) FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname <> 'alembic_version'
    );
    DECLARE name text;
    BEGIN
        SET LOCAL session_replication_role = replica;
        IF (SELECT max(pg_relation_size(each::regclass)) FROM unnest(tables) AS each) > 500000 THEN
            EXECUTE 'TRUNCATE ' || array_to_string(tables, ', ');
        ELSE
            FOREACH name IN ARRAY tables LOOP EXECUTE 'DELETE FROM ' || name; END LOOP;
        END IF;
        PERFORM setval(seqrelid::regclass, seqstart, false) FROM pg_sequence;
    END $$
"""


class Clones:
    """The clones of one template on one server."""

    def __init__(self, server_url: str, template: URL) -> None:
        self._server_url, self._template = server_url, template
        with closing(_connect(template)) as connection:
            self._schema = _schema_of(connection)
        self._free: list[URL] = []

    @contextmanager
    def lent(self) -> Iterator[URL]:
        """A database that holds the newest schema and nothing else."""
        url = self._free.pop() if self._free else create_database(self._server_url, "nudge_test", self._template)
        yield url
        if self._is_emptied(url):
            self._free.append(url)
        else:
            drop_database(self._server_url, url)

    def drop(self) -> None:
        """Drop those that nobody has."""
        while self._free:
            drop_database(self._server_url, self._free.pop())

    def _is_emptied(self, url: URL) -> bool:
        try:
            with closing(_connect(url)) as connection:
                connection.execute(_OTHERS_LEAVE)
                connection.execute(_EMPTY)
                return _schema_of(connection) == self._schema
        except psycopg.Error:
            return False


def create_database(server_url: str, prefix: str, template: URL | None = None) -> URL:
    """The URL of a new database on this server; empty, or a copy of `template`, which nobody may be connected to."""
    name = f"{prefix}_{uuid4().hex[:12]}"
    copied = "template0" if template is None else str(template.database)
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(copied))
    with closing(_connect(make_url(server_url))) as connection:
        connection.execute(statement)
    return make_url(server_url).set(database=name)


def drop_database(server_url: str, url: URL) -> None:
    """Drop it, whoever is connected to it."""
    statement = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(str(url.database)))
    with closing(_connect(make_url(server_url))) as connection:
        connection.execute(statement)


def _schema_of(connection: psycopg.Connection[tuple[object, ...]]) -> object:
    """A fingerprint of all that a test might change about the tables."""
    row = connection.execute(_SCHEMA).fetchone()
    return row and row[0]


def _connect(url: URL) -> psycopg.Connection[tuple[object, ...]]:
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=True)
