"""The settings, read from the environment that the charm makes."""

from functools import lru_cache

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class AppSettings(BaseSettings):
    """The options of the charm: every field is a variable that starts with APP_."""

    model_config = SettingsConfigDict(env_prefix="APP_", extra="ignore")

    base_url: str = "http://localhost:8080"
    secret_key: SecretStr = SecretStr("development")
    station_limit: int = 500
    smoothing: float = 0.3
    metric_units: bool = True
    forecast_url: str | None = None
    forecast_token: SecretStr | None = Field(default=None, validation_alias="APP_FORECAST_AUTH_TOKEN")


class DatabaseSettings(BaseSettings):
    """What the integration with MongoDB brings."""

    connect_string: str = Field(
        default="mongodb://localhost:27017", validation_alias="MONGODB_DB_CONNECT_STRING"
    )
    name: str = Field(default="weather", validation_alias="MONGODB_DB_NAME")


class OpenFgaSettings(BaseSettings):
    """What the integration with OpenFGA brings."""

    model_config = SettingsConfigDict(env_prefix="FGA_")

    store_id: str | None = None
    token: SecretStr | None = None
    http_api_url: str = "http://localhost:8081"


@lru_cache
def app_settings() -> AppSettings:
    """Read the options once."""
    return AppSettings()


@lru_cache
def database_settings() -> DatabaseSettings:
    """Read what is known about the database once."""
    return DatabaseSettings()


@lru_cache
def openfga_settings() -> OpenFgaSettings:
    """Read what is known about OpenFGA once."""
    return OpenFgaSettings()
