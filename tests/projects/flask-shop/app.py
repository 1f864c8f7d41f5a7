"""A shop for teapots."""

import os

import psycopg
from flask import Flask, abort, render_template, request

app = Flask(__name__)
app.config.from_prefixed_env()

TEAPOTS = [
    {"id": 1, "name": "Brown Betty", "price": 24},
    {"id": 2, "name": "Tetsubin", "price": 79},
    {"id": 3, "name": "Gaiwan", "price": 31},
]


def connect():
    """Open a connection to the database that the charm is integrated with."""
    return psycopg.connect(os.environ["POSTGRESQL_DB_CONNECT_STRING"])


@app.get("/")
def index():
    """Show the first page of teapots."""
    return render_template(
        "index.html",
        greeting=app.config.get("GREETING", "Welcome"),
        teapots=TEAPOTS[: app.config.get("PAGE_SIZE", 12)],
    )


@app.post("/orders")
def order():
    """Take an order, if payments are set up."""
    if "TOKEN" not in app.config:
        abort(503, "Payments are not set up.")
    teapot = request.form.get("teapot", type=int)
    if teapot not in {one["id"] for one in TEAPOTS}:
        abort(404)
    with connect() as connection:
        connection.execute("INSERT INTO orders (teapot) VALUES (%s)", (teapot,))
    return render_template("thanks.html"), 201
