#!/usr/bin/env python3
"""The charm of the courier service."""

import ops
import paas_charm.go


class GoCourierCharm(paas_charm.go.Charm):
    """Runs the courier service, its worker and its scheduler."""


if __name__ == "__main__":
    ops.main(GoCourierCharm)
