"""The scheduler: smooths the measurements of the last day, on one unit only."""

import time
from os import getenv

from fastapi_weather.database import database

WEIGHT = float(getenv("APP_SMOOTHING", "0.3"))


def main() -> None:
    """Smooth once a day."""
    while True:
        for station in database().stations.find():
            smooth = None
            for found in database().measurements.find({"station": station["_id"]}).sort("at"):
                now = found["temperature"]
                smooth = now if smooth is None else WEIGHT * now + (1 - WEIGHT) * smooth
            database().stations.update_one({"_id": station["_id"]}, {"$set": {"smooth": smooth}})
        time.sleep(24 * 3600)


if __name__ == "__main__":
    main()
