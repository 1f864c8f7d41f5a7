"""The addresses of the library."""

from django.urls import include, path

from catalogue import views

urlpatterns = [
    path("", views.index, name="index"),
    path("books/<int:book_id>/loans", views.borrow, name="borrow"),
    path("saml2/", include("djangosaml2.urls")),
]
