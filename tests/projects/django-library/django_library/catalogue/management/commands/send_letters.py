"""The worker: writes to readers whose loans are marked as overdue."""

import time

from django.conf import settings
from django.core.mail import send_mail
from django.core.management.base import BaseCommand

from catalogue.models import Loan


class Command(BaseCommand):
    """`manage.py send_letters`."""

    def handle(self, *args, **options):
        """Write letters until the service is stopped."""
        while settings.SEND_LETTERS:
            for loan in Loan.objects.filter(warned=True, returned=False):
                send_mail("Your loan", f"{loan.book.title} is overdue.", None, [loan.reader])
                loan.delete()
            time.sleep(60)
