from collections import Counter, defaultdict
from datetime import date
from itertools import groupby
from typing import Any

from django.db import migrations, models

KINDS = {1: "received_emotional", 2: "received_practical", 4: "received_informational", 8: "received_companionship"}


def count_what_was(apps: Any, _schema_editor: Any) -> None:
    """The counts of all moments so far. They are made of readable columns: no key is needed."""
    presences, months = apps.get_model("people", "Presence"), apps.get_model("people", "TieMonth")
    people = apps.get_model("people", "Person")
    months.objects.all().delete()
    columns = ("owner_id", "person_id", "day", "moment__way", "moment__given", "moment__received")
    told = presences.objects.annotate(
        thanked=models.ExpressionWrapper(models.Q(moment__thanks__isnull=False), models.BooleanField())
    )
    rows = told.order_by("owner_id", "person_id").values_list(*columns, "thanked")
    for (owner, person), moments in groupby(rows.iterator(chunk_size=2000), key=lambda row: row[:2]):
        counts: defaultdict[date, Counter[str]] = defaultdict(Counter)
        helped_on = thanked_on = None
        for _, _, day, way, given, received, thanked in moments:
            said = [way, "gave" if given else "", "received" if received else ""]
            said += [column for kind, column in KINDS.items() if received & kind]
            counts[day.replace(day=1)].update(name for name in said if name)
            helped_on = max(helped_on or day, day) if received else helped_on
            thanked_on = max(thanked_on or day, day) if thanked else thanked_on
        made = (months(owner_id=owner, person_id=person, month=month, **of) for month, of in counts.items() if of)
        months.objects.bulk_create(made, batch_size=500)
        people.objects.filter(id=person).update(helped_on=helped_on, thanked_on=thanked_on)


def column() -> models.PositiveIntegerField:
    return models.PositiveIntegerField(default=0)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_times_together"),
    ]

    operations = [
        migrations.AddField("person", "helped_on", models.DateField(blank=True, null=True)),
        migrations.AddField("person", "thanked_on", models.DateField(blank=True, null=True)),
        *(migrations.AddField("tiemonth", name, column()) for name in KINDS.values()),
        migrations.RunPython(count_what_was, migrations.RunPython.noop),
    ]
