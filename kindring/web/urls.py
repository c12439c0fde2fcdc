"""Every address of the site, room by room."""

from kindring.web import doors, moments, people, person, person_edit, settings, today

urlpatterns = [
    *today.urlpatterns,
    *people.urlpatterns,
    *person_edit.urlpatterns,
    *person.urlpatterns,
    *moments.urlpatterns,
    *doors.urlpatterns,
    *settings.urlpatterns,
]
