"""Every address of the site: all pages live in `kindring.web`."""

from django.urls import include, path

urlpatterns = [path("", include("kindring.web.urls"))]
