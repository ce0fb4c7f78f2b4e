"""The role that the bot works as: it does all of the work, and can't touch the record."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from pydantic import SecretStr
from sqlalchemy import URL, make_url

from bot.app.running import playground
from bot.app.story import Story
from bot.cli import forgetting
from bot.db.migrate import upgrade
from bot.db.roles import grant, role_of
from bot.domain.verification import Verdict
from bot.services import audit
from bot.services.transaction import Tx
from bot.settings import Settings
from tests.stories.test_forgetting import dump, traces

JANE = "jane@acme.example"


@dataclass(frozen=True)
class Roles:
    """A migrated database, as its owner and as the bot."""

    owner: str
    app: str


@pytest.fixture
def roles(server_url: str) -> Iterator[Roles]:
    server, mark, password = make_url(server_url), uuid4().hex[:8], uuid4().hex
    owner, app, database = f"owner_{mark}", f"app-{mark}", f"nudge_roles_{mark}"
    with closing(_connect(server)) as admin:
        for role in (owner, app):
            admin.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role), password))
        admin.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(database), sql.Identifier(owner)))
        if not server.host:
            _admit(admin, database)
    here = server.set(database=database, password=password)
    found = Roles(*(here.set(username=each).render_as_string(hide_password=False) for each in (owner, app)))
    upgrade(found.owner)
    assert grant(found.owner, app)
    yield found
    with closing(_connect(server)) as admin:
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))
        for role in (owner, app):
            admin.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


def _admit(admin: psycopg.Connection[tuple[object, ...]], database: str) -> None:
    """The embedded server lets nobody in but its owner; to this one database it lets those who know a password."""
    found = admin.execute("SELECT current_setting('hba_file')").fetchone()
    assert found
    rules = Path(str(found[0]))
    rules.write_text(f"{rules.read_text()}local {database} all scram-sha-256\n")
    admin.execute("SELECT pg_reload_conf()")


def _connect(url: URL) -> psycopg.Connection[tuple[object, ...]]:
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=True)


FORBIDDEN = [
    "UPDATE {} SET workspace_id = 'T2'",
    "DELETE FROM {}",
    "TRUNCATE {}",
    "TRUNCATE {} CASCADE",
    "ALTER TABLE {} DISABLE TRIGGER ALL",
    "ALTER TABLE {} DISABLE TRIGGER {}_only_grows",
    "DROP TRIGGER {}_only_grows ON {}",
    "DROP TABLE {}",
    "ALTER TABLE {} RENAME TO elsewhere",
    "ALTER TABLE {} OWNER TO CURRENT_USER",
    "CREATE TRIGGER mine BEFORE INSERT ON {} EXECUTE FUNCTION audit_refuse()",
    "SELECT * FROM {} FOR UPDATE",
]
FORBIDDEN_TOO = [
    "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "DROP FUNCTION audit_refuse CASCADE",
    "SET session_replication_role = replica",
    "SELECT setval('audit_event_id_seq', 1)",
    "UPDATE audit_text SET body = 'other words'",
    "UPDATE alembic_version SET version_num = 'x'",
    "CREATE TABLE mine (id int)",
    "DROP SCHEMA public CASCADE",
]


async def test_the_whole_story_plays_as_the_bots_role_which_can_not_touch_the_record(roles: Roles) -> None:
    async with playground(roles.app) as here:
        await Story(here, lambda _: None).play()
        before = await here.bot.transactions.run(here.bot.workspace_id, audit.verify)
    assert before.holds
    assert before.reached.event_count > 30

    statements = [each.replace("{}", table) for table in ("audit_event", "audit_seal") for each in FORBIDDEN]
    with closing(_connect(make_url(roles.app))) as bot:
        for statement in [*statements, *FORBIDDEN_TOO]:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                bot.execute(statement)
    async with playground(roles.app) as here:
        after = await here.bot.transactions.run(here.bot.workspace_id, _sealed_and_verified, before.reached.hash)
        assert after.holds
        assert await here.bot.transactions.run(here.bot.workspace_id, _traces_of_jane)

        as_the_bot = Settings.model_validate({"DATABASE_URL": SecretStr(roles.app)})
        jane = forgetting.Whom(contact=JANE)
        await forgetting.erase(as_the_bot, None, jane, agreed=lambda: True, say=lambda _: None)
        await here.control.settle()
        assert await here.bot.transactions.run(here.bot.workspace_id, _traces_of_jane) == []
        after = await here.bot.transactions.run(here.bot.workspace_id, _sealed_and_verified, after.reached.hash)
    assert after.holds


async def _traces_of_jane(tx: Tx) -> list[str]:
    return traces(await dump(tx), [JANE])


async def _sealed_and_verified(tx: Tx, anchor: str) -> Verdict:
    while await audit.seal(tx):
        continue
    return await audit.verify(tx, anchor)


def test_granting_anew_takes_back_what_was_granted_too_much(roles: Roles) -> None:
    with closing(_connect(make_url(roles.owner))) as owner:
        app = role_of(roles.app)
        assert app
        owner.execute(sql.SQL("GRANT ALL ON audit_event TO {}, PUBLIC").format(sql.Identifier(app)))
    assert grant(roles.owner, app)
    with closing(_connect(make_url(roles.app))) as bot, pytest.raises(psycopg.errors.InsufficientPrivilege):
        bot.execute("TRUNCATE audit_event")


def test_one_role_alone_is_granted_nothing(database_url: str) -> None:
    role = role_of(database_url)
    assert role
    assert not grant(database_url, role)
