"""A gallery of photographs."""

from flask import Flask

from gallery import views


def create_app() -> Flask:
    """Build the application from the FLASK_ variables of its environment."""
    app = Flask(__name__, template_folder="../templates", static_folder="../static")
    app.config.from_mapping(TITLE="Gallery", PICTURES_PER_PAGE=24)
    app.config.from_prefixed_env()
    app.config["MAX_CONTENT_LENGTH"] = int(app.config["MAX_UPLOAD_MB"] * 1024 * 1024)
    app.register_blueprint(views.blueprint)
    return app
