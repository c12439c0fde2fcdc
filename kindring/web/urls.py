"""Every address of the site, room by room."""

from kindring.web import doors, settings

urlpatterns = [
    *doors.urlpatterns,
    *settings.urlpatterns,
]
