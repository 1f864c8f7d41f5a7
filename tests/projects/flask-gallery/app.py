"""The WSGI entry point of the gallery."""

from gallery import create_app

app = create_app()
