"""The pages of the library."""

from datetime import date, timedelta

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from catalogue.models import Book, Loan


@require_GET
def index(request: HttpRequest) -> JsonResponse:
    """List the books."""
    books = list(Book.objects.values("id", "title", "author")[:100])
    return JsonResponse({"library": settings.LIBRARY_NAME, "books": books})


@require_POST
def borrow(request: HttpRequest, book_id: int) -> JsonResponse:
    """Lend a book."""
    book = get_object_or_404(Book, pk=book_id)
    due = date.today() + timedelta(days=settings.LOAN_DAYS)
    loan = Loan.objects.create(book=book, reader=request.POST["reader"], due=due)
    return JsonResponse({"loan": loan.pk, "due": due, "fee": str(settings.FEE_PER_DAY)})
