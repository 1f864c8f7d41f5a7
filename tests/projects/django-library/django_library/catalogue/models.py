"""Books, and who has them."""

from django.db import models


class Book(models.Model):
    """A book of the library."""

    title = models.CharField(max_length=200)
    author = models.CharField(max_length=200)


class Loan(models.Model):
    """A book in the hands of a reader."""

    book = models.ForeignKey(Book, on_delete=models.CASCADE)
    reader = models.EmailField()
    due = models.DateField()
    returned = models.BooleanField(default=False)
    warned = models.BooleanField(default=False)
