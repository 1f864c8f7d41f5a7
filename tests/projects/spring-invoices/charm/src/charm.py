#!/usr/bin/env python3
"""The charm of the invoices."""

import ops
import paas_charm.springboot


class SpringInvoicesCharm(paas_charm.springboot.Charm):
    """Runs the web application, its worker and its scheduler."""


if __name__ == "__main__":
    ops.main(SpringInvoicesCharm)
