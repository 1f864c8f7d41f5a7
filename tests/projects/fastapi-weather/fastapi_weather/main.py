"""The ASGI entry point of the weather service."""

from datetime import datetime, timezone

from fastapi import FastAPI, HTTPException
from openfga_sdk.client.models import ClientCheckRequest
from openfga_sdk.sync import OpenFgaClient
from openfga_sdk.client import ClientConfiguration
from pydantic import BaseModel

from fastapi_weather import tracing
from fastapi_weather.database import database
from fastapi_weather.settings import app_settings, openfga_settings

app = FastAPI(title="Weather")
tracing.set_up(app)


class Measurement(BaseModel):
    """What a station sends."""

    temperature: float
    pressure: float | None = None


def may_read(reader: str, station: str) -> bool:
    """Ask OpenFGA; without it, everybody may read everything."""
    settings = openfga_settings()
    if settings.store_id is None:
        return True
    configuration = ClientConfiguration(api_url=settings.http_api_url, store_id=settings.store_id)
    with OpenFgaClient(configuration) as client:
        request = ClientCheckRequest(
            user=f"user:{reader}", relation="reader", object=f"station:{station}"
        )
        return bool(client.check(request).allowed)


@app.post("/stations/{station}/measurements", status_code=201)
def add(station: str, measurement: Measurement) -> None:
    """Keep a measurement."""
    if database().stations.count_documents({}) >= app_settings().station_limit:
        raise HTTPException(507, "there are too many stations")
    database().stations.update_one({"_id": station}, {"$set": {"_id": station}}, upsert=True)
    database().measurements.insert_one(
        {"station": station, "at": datetime.now(timezone.utc), **measurement.model_dump()}
    )


@app.get("/stations/{station}")
def latest(station: str, reader: str = "anyone") -> dict:
    """Return the newest measurement of a station."""
    if not may_read(reader, station):
        raise HTTPException(403)
    found = database().measurements.find_one({"station": station}, sort=[("at", -1)])
    if found is None:
        raise HTTPException(404)
    celsius = found["temperature"]
    metric = app_settings().metric_units
    return {"temperature": celsius if metric else celsius * 1.8 + 32, "at": found["at"]}
