"""The database of stations and measurements."""

from functools import lru_cache

from pymongo import MongoClient
from pymongo.database import Database

from fastapi_weather.settings import database_settings


@lru_cache
def database() -> Database:
    """Open the database that the charm is integrated with."""
    settings = database_settings()
    return MongoClient(settings.connect_string)[settings.name]
