"""What the gallery reads from its environment without Flask: the worker has no application."""

import os

TRUE_WORDS = {"1", "true", "yes"}


def env(name: str, default: str | None = None) -> str:
    """Return a variable, or the default; complain about one that must be there."""
    value = os.environ.get(name, default)
    if value is None:
        raise RuntimeError(f"{name} is not set")
    return value


def env_flag(name: str, default: bool = False) -> bool:
    """Return a variable as yes or no."""
    return env(name, str(default)).lower() in TRUE_WORDS


DATABASE = env("POSTGRESQL_DB_CONNECT_STRING", "postgresql://localhost/gallery")
QUEUE = os.getenv("REDIS_DB_CONNECT_STRING", "redis://localhost:6379")
THUMBNAIL_SIZE = int(os.getenv("FLASK_THUMBNAIL_SIZE", "320"))
KEEP_ORIGINALS = env_flag("FLASK_KEEP_ORIGINALS", True)
