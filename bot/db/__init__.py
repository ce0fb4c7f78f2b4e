"""All SQLAlchemy: tables, and one query module per aggregate; frozen dataclasses leave it."""
