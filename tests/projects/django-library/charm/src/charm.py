#!/usr/bin/env python3
"""The charm of the library."""

import ops
import paas_charm.django


class DjangoLibraryCharm(paas_charm.django.Charm):
    """Runs the library, its worker and its scheduler."""


if __name__ == "__main__":
    ops.main(DjangoLibraryCharm)
