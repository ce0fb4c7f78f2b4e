"""The database schema, step by step; Alembic runs it."""
