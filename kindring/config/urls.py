"""Every address of the site: all pages live in `kindring.web`."""

from kindring.web.routes import by_first_word
from kindring.web.urls import urlpatterns as pages

urlpatterns = by_first_word(pages)
handler400 = "kindring.web.errors.bad_request"
handler403 = "kindring.web.errors.forbidden"
handler404 = "kindring.web.errors.not_found"
handler500 = "kindring.web.errors.server_error"
