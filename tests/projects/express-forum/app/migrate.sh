#!/bin/bash
# Run by the charm before the application starts.
exec node src/migrate.js
