"""The scheduler: marks loans that are overdue, once a day and on one unit only."""

import os
import time
from datetime import date

from django.core.management.base import BaseCommand

from catalogue.models import Loan


class Command(BaseCommand):
    """`manage.py mark_overdue`."""

    def handle(self, *args, **options):
        """Mark loans until the service is stopped."""
        hours = float(os.getenv("DJANGO_CHECK_EVERY_HOURS", "24"))
        while True:
            Loan.objects.filter(due__lt=date.today(), returned=False).update(warned=True)
            time.sleep(hours * 3600)
