import uuid
from collections import Counter, defaultdict
from datetime import date
from itertools import groupby
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import kindring.lib.sealed


def count_what_was(apps: Any, _schema_editor: Any) -> None:
    """The counts of all moments so far. They are made of readable columns: no key is needed."""
    presences, months = apps.get_model("people", "Presence"), apps.get_model("people", "TieMonth")
    columns = ("owner_id", "person_id", "day", "moment__way", "moment__given", "moment__received")
    rows = presences.objects.order_by("owner_id", "person_id").values_list(*columns)
    for (owner, person), moments in groupby(rows.iterator(chunk_size=2000), key=lambda row: row[:2]):
        counts: defaultdict[date, Counter[str]] = defaultdict(Counter)
        for _, _, day, way, given, received in moments:
            said = [way, "gave" if given else "", "received" if received else ""]
            counts[day.replace(day=1)].update(name for name in said if name)
        made = (months(owner_id=owner, person_id=person, month=month, **of) for month, of in counts.items() if of)
        months.objects.bulk_create(made, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_no_day_of_joining"),
        ("people", "0003_wish_before_rest"),
    ]

    operations = [
        migrations.CreateModel(
            name="PeopleChoice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("locked_by", models.BinaryField(blank=True, default=None, max_length=8, null=True)),
                (
                    "chosen",
                    kindring.lib.sealed.SealedJSONField(
                        empty_as=dict, label="people.chosen", max_length=4000, subkey="people"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.user"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MapMonth",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("locked_by", models.BinaryField(blank=True, default=None, max_length=8, null=True)),
                ("month", models.DateField()),
                (
                    "people",
                    kindring.lib.sealed.SealedJSONField(
                        empty_as=list, label="map_month.people", max_length=1000000, subkey="people"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.user"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("owner", "month"), name="a_map_once_a_month")],
            },
        ),
        migrations.CreateModel(
            name="TieMonth",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("month", models.DateField()),
                ("in_person", models.PositiveIntegerField(default=0)),
                ("video", models.PositiveIntegerField(default=0)),
                ("call", models.PositiveIntegerField(default=0)),
                ("message", models.PositiveIntegerField(default=0)),
                ("letter", models.PositiveIntegerField(default=0)),
                ("gave", models.PositiveIntegerField(default=0)),
                ("received", models.PositiveIntegerField(default=0)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.user"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="months", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["owner", "month"], name="tie_by_month")],
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "person", "month"), name="a_tie_once_a_month")
                ],
            },
        ),
        migrations.RunPython(count_what_was, migrations.RunPython.noop),
    ]
