"""Every address of the site, room by room."""

from kindring.web import bring, doors, moments, people, person, person_edit, settings, today

urlpatterns = [
    *today.urlpatterns,
    *people.urlpatterns,
    *person_edit.urlpatterns,
    *person.urlpatterns,
    *moments.urlpatterns,
    *bring.urlpatterns,
    *doors.urlpatterns,
    *settings.urlpatterns,
]
