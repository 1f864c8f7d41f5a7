#!/usr/bin/env python3
"""The charm of the weather service."""

import ops
import paas_charm.fastapi


class FastapiWeatherCharm(paas_charm.fastapi.Charm):
    """Runs the weather service, its worker and its scheduler."""


if __name__ == "__main__":
    ops.main(FastapiWeatherCharm)
