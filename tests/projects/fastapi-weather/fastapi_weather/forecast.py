"""The worker: fetches forecasts for all stations."""

import os
import time

import httpx

from fastapi_weather.database import database
from fastapi_weather.settings import app_settings


def main() -> None:
    """Fetch forecasts for as long as the service runs."""
    settings = app_settings()
    proxy = os.environ.get("HTTPS_PROXY")
    token = settings.forecast_token
    headers = {"Authorization": f"Bearer {token.get_secret_value()}"} if token else {}
    while settings.forecast_url:
        with httpx.Client(proxy=proxy, headers=headers) as client:
            for station in database().stations.find():
                answer = client.get(f"{settings.forecast_url}/{station['_id']}")
                database().forecasts.insert_one(answer.json())
        time.sleep(900)


if __name__ == "__main__":
    main()
