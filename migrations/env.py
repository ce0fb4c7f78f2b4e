"""What Alembic runs: finds the database, waits until no other replica migrates, and takes the steps in one transaction.

The database is the one that `bot.db.migrate` names; on Alembic's own command line `-x url=…`, else the setting's.
"""

from alembic import context
from sqlalchemy import Connection, create_engine, pool, text

from bot.db.engine import normalised
from bot.db.tables import metadata
from bot.settings import read_settings

_MIGRATING = 0x6E756467  # the advisory lock: "nudg"


def _url() -> str:
    given = context.config.attributes.get("url") or context.get_x_argument(as_dictionary=True).get("url")
    if given:
        return str(given)
    setting = read_settings().database_url
    if setting is None:
        raise SystemExit("Which database? Set DATABASE_URL, or say: alembic -x url=postgresql://…")
    return setting.get_secret_value()


def _migrate(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=metadata, compare_server_default=True)
    with context.begin_transaction():
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATING})
        context.run_migrations()


def _print_sql() -> None:
    context.configure(dialect_name="postgresql", literal_binds=True, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()


def _run() -> None:
    if context.is_offline_mode():
        _print_sql()
        return
    engine = create_engine(normalised(_url()), poolclass=pool.NullPool)
    with engine.connect() as connection:
        _migrate(connection)


_run()
