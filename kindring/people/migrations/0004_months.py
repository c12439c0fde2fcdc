import uuid

import django.db.models.deletion
from django.db import migrations, models

import kindring.lib.sealed


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
    ]
