#!/usr/bin/env python3
"""The charm of the shop: what paas-charm does is enough."""

import ops
import paas_charm.flask


class FlaskShopCharm(paas_charm.flask.Charm):
    """Runs the shop."""


if __name__ == "__main__":
    ops.main(FlaskShopCharm)
