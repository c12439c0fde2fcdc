"""Every address of the site: all pages live in `kindring.web`."""

from django.urls import include, path

urlpatterns = [path("", include("kindring.web.urls"))]
handler400 = "kindring.web.errors.bad_request"
handler403 = "kindring.web.errors.forbidden"
handler404 = "kindring.web.errors.not_found"
handler500 = "kindring.web.errors.server_error"
