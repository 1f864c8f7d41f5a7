#!/usr/bin/env python3
"""The charm of the gallery."""

import ops
import paas_charm.flask


class FlaskGalleryCharm(paas_charm.flask.Charm):
    """Runs the gallery, its worker and its scheduler."""


if __name__ == "__main__":
    ops.main(FlaskGalleryCharm)
