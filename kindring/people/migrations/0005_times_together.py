import uuid

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import kindring.lib.sealed


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_planned_until"),
        ("people", "0004_months"),
    ]

    operations = [
        migrations.CreateModel(
            name="TimeTogether",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "what",
                    kindring.lib.sealed.SealedTextField(
                        label="together.what", max_length=200, subkey="people", verbose_name="what"
                    ),
                ),
                (
                    "place",
                    kindring.lib.sealed.SealedTextField(
                        label="together.place", max_length=300, subkey="people", verbose_name="where"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("in_person", "in person"),
                            ("video", "video"),
                            ("call", "call"),
                            ("message", "message"),
                            ("letter", "letter"),
                        ],
                        default="in_person",
                        max_length=9,
                        verbose_name="how",
                    ),
                ),
                (
                    "offered",
                    kindring.lib.sealed.SealedJSONField(
                        empty_as=list, label="together.offered", max_length=500, subkey="people"
                    ),
                ),
                ("starts_at", models.DateTimeField(blank=True, null=True)),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        default=60, validators=[django.core.validators.MaxValueValidator(1440)]
                    ),
                ),
                ("last_day", models.DateField()),
                ("called_off", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField()),
                (
                    "moment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.moment",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.user"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="times_together", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["owner", "last_day"], name="together_by_day")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("minutes__lte", 1440)), name="together_within_a_day")
                ],
            },
        ),
    ]
