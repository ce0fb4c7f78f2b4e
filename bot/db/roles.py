"""Two roles for one database: one that owns the tables and migrates, and one that the bot works as.

The second adds to the record and reads it, and that is all it may do with it: not change an event or a seal, not
delete one, not put the triggers out of action.
"""

from sqlalchemy import Connection, create_engine, pool, text

from bot.db.engine import normalised
from bot.db.tables import audit_event, audit_seal, audit_text, metadata

_ONLY_GROW = {audit_event.name, audit_seal.name}
_ONLY_ERASED = {audit_text.name}


def role_of(url: str) -> str | None:
    """The role that a URL of a database connects as; None where it leaves that open."""
    return normalised(url).username


def grant(url: str, role: str) -> bool:
    """Let `role` do what the bot does, and no more; `url` connects as the owner of the tables. Blocks until done.

    False, and nothing is done, where the two are the same. To be repeated after every migration.
    """
    engine = create_engine(normalised(url), poolclass=pool.NullPool)
    with engine.begin() as connection:
        if connection.execute(text("SELECT current_user")).scalar() == role:
            return False
        _grant(connection, connection.dialect.identifier_preparer.quote_identifier(role))
    return True


def _grant(connection: Connection, role: str) -> None:
    schema = connection.execute(text("SELECT quote_ident(current_schema())")).scalar()
    statements = [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}, PUBLIC",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM {role}, PUBLIC",
        f"GRANT USAGE ON SCHEMA {schema} TO {role}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
        f"GRANT SELECT ON alembic_version TO {role}",
        *[f'GRANT {_rights(table)} ON "{table}" TO {role}' for table in metadata.tables],
    ]
    for statement in statements:
        connection.execute(text(statement))


def _rights(table: str) -> str:
    if table in _ONLY_GROW:
        return "SELECT, INSERT"
    return "SELECT, INSERT, DELETE" if table in _ONLY_ERASED else "SELECT, INSERT, UPDATE, DELETE"
