"""The settings of the library, read from the environment that the charm makes."""

import json
import os
from decimal import Decimal
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]
DEBUG = os.environ.get("DJANGO_DEBUG", "false") == "true"
ALLOWED_HOSTS = json.loads(os.environ.get("DJANGO_ALLOWED_HOSTS", "[]"))

LIBRARY_NAME = os.environ.get("DJANGO_LIBRARY_NAME", "Library")
LOAN_DAYS = int(os.environ.get("DJANGO_LOAN_DAYS", "28"))
FEE_PER_DAY = Decimal(os.environ.get("DJANGO_FEE_PER_DAY", "0"))
SEND_LETTERS = json.loads(os.environ.get("DJANGO_SEND_LETTERS", "false"))
CATALOGUE_USER = os.environ.get("DJANGO_CATALOGUE_API_USER")
CATALOGUE_PASSWORD = os.environ.get("DJANGO_CATALOGUE_API_PASSWORD")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "djangosaml2",
    "catalogue",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "djangosaml2.middleware.SamlSessionMiddleware",
]
ROOT_URLCONF = "django_library.urls"
WSGI_APPLICATION = "django_library.wsgi.application"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ.get("POSTGRESQL_DB_NAME", "library"),
        "USER": os.environ.get("POSTGRESQL_DB_USERNAME"),
        "PASSWORD": os.environ.get("POSTGRESQL_DB_PASSWORD"),
        "HOST": os.environ.get("POSTGRESQL_DB_HOSTNAME", "localhost"),
        "PORT": os.environ.get("POSTGRESQL_DB_PORT", "5432"),
    }
}

if redis := os.getenv("REDIS_DB_CONNECT_STRING"):
    CACHES = {"default": {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": redis}}
    SESSION_ENGINE = "django.contrib.sessions.backends.cache"

EMAIL_HOST = os.environ.get("SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("SMTP_TRANSPORT_SECURITY") == "starttls"
DEFAULT_FROM_EMAIL = f"library@{os.environ.get('SMTP_DOMAIN', 'localhost')}"

BASE_URL = os.environ["DJANGO_BASE_URL"]
SAML_CONFIG = {
    "entityid": f"{BASE_URL}/saml2/metadata/",
    "metadata": {"remote": [{"url": os.environ.get("SAML_METADATA_URL")}]},
    "service": {"sp": {"idp": {os.environ.get("SAML_ENTITY_ID"): {}}}},
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
