#!/bin/sh
# Runs once, when PostgreSQL makes its data folder: the role that owns the tables, and the one that the bot works as.
set -eu
psql --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    --set=owner="$NUDGE_OWNER_PASSWORD" --set=app="$NUDGE_APP_PASSWORD" <<'SQL'
CREATE ROLE nudge_owner LOGIN PASSWORD :'owner';
CREATE ROLE nudge_app LOGIN PASSWORD :'app';
ALTER DATABASE :DBNAME OWNER TO nudge_owner;
SQL
