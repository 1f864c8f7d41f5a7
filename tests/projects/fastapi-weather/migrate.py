"""Creates the indexes of the database; MongoDB takes it well to be asked again."""

from fastapi_weather.database import database

database().measurements.create_index([("station", 1), ("at", -1)])
