#!/bin/bash
# Creates the tables of the gallery; running it again, or twice at once, changes nothing.
set -euo pipefail

python3 - <<'PYTHON'
import os

import psycopg

with psycopg.connect(os.environ["POSTGRESQL_DB_CONNECT_STRING"]) as connection:
    connection.execute("SELECT pg_advisory_xact_lock(4711)")
    connection.execute(
        """
        CREATE TABLE IF NOT EXISTS pictures (
            id UUID PRIMARY KEY,
            caption TEXT NOT NULL,
            added_at TIMESTAMPTZ NOT NULL DEFAULT now()
        )
        """
    )
PYTHON
