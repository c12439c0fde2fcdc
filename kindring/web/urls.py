"""Every address of the site, room by room."""

from kindring.web import doors, settings, today

urlpatterns = [
    *today.urlpatterns,
    *doors.urlpatterns,
    *settings.urlpatterns,
]
