"""Every address of the site, room by room."""

from kindring.web import (
    bring,
    doors,
    lifeline,
    lifeline_edit,
    moments,
    notices,
    offline,
    own_data,
    people,
    person,
    person_edit,
    readable,
    settings,
    today,
)

urlpatterns = [
    *today.urlpatterns,
    *people.urlpatterns,
    *person_edit.urlpatterns,
    *person.urlpatterns,
    *moments.urlpatterns,
    *notices.urlpatterns,
    *bring.urlpatterns,
    *lifeline.urlpatterns,
    *lifeline_edit.urlpatterns,
    *doors.urlpatterns,
    *settings.urlpatterns,
    *own_data.urlpatterns,
    *readable.urlpatterns,
    *offline.urlpatterns,
]
