"""The scheduler: once an hour, forgets pictures that are older than the settings allow."""

import os
import time

import psycopg

from gallery import settings, storage

DAYS = int(os.environ["FLASK_EXPIRE_AFTER_DAYS"])


def main() -> None:
    """Forget old pictures for ever and ever."""
    while True:
        with psycopg.connect(settings.DATABASE) as connection:
            expired = connection.execute(
                "DELETE FROM pictures WHERE added_at < now() - make_interval(days => %s)"
                " RETURNING id",
                (DAYS,),
            )
            for (picture,) in expired.fetchall():
                storage.remove(str(picture))
        time.sleep(3600)


if __name__ == "__main__":
    main()
