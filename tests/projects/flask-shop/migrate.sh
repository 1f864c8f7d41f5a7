#!/bin/bash
# Creates what the shop needs in the database; running it again changes nothing.
set -euo pipefail

psql "$POSTGRESQL_DB_CONNECT_STRING" <<'SQL'
CREATE TABLE IF NOT EXISTS orders (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    teapot INTEGER NOT NULL,
    ordered_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
SQL
