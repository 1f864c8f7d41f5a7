#!/usr/bin/env python3
"""The charm of the forum."""

import ops
import paas_charm.expressjs


class ExpressForumCharm(paas_charm.expressjs.Charm):
    """Runs the forum, its worker and its scheduler."""


if __name__ == "__main__":
    ops.main(ExpressForumCharm)
