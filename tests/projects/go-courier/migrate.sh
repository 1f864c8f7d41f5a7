#!/bin/bash
# Creates the tables; `CREATE TABLE IF NOT EXISTS` may run on all units at once.
exec /usr/local/bin/go-courier migrate
