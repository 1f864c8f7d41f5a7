"""The pages of the gallery."""

import uuid

import psycopg
import redis
from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for

from gallery import settings, storage

blueprint = Blueprint("gallery", __name__)


@blueprint.get("/")
def index():
    """Show the newest pictures."""
    with psycopg.connect(settings.DATABASE) as connection:
        pictures = connection.execute(
            "SELECT id, caption FROM pictures ORDER BY added_at DESC LIMIT %s",
            (current_app.config["PICTURES_PER_PAGE"],),
        ).fetchall()
    return render_template("index.html", title=current_app.config["TITLE"], pictures=pictures)


@blueprint.post("/pictures")
def add():
    """Take a picture from someone who knows the upload key."""
    if request.headers.get("X-Upload-Key") != current_app.config.get("UPLOAD_AUTH_KEY"):
        abort(403)
    picture = str(uuid.uuid4())
    storage.put(picture, request.get_data())
    with psycopg.connect(settings.DATABASE) as connection:
        connection.execute(
            "INSERT INTO pictures (id, caption) VALUES (%s, %s)",
            (picture, request.args.get("caption", "")),
        )
    redis.Redis.from_url(settings.QUEUE).rpush("thumbnails", picture)
    return redirect(url_for("gallery.index"), 303)


@blueprint.get("/about")
def about():
    """Say where the gallery lives."""
    return {"address": current_app.config["BASE_URL"], "title": current_app.config.get("TITLE")}
