"""A report can be about somebody whom the reporter does not see any more; who said "never again" and who answered is known.

What happens on a board is kept for the stewards.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("circles", "0002_reports"),
    ]

    operations = [
        migrations.AlterField(
            model_name="report",
            name="subject",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="neveragain",
            name="by_steward",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="invite",
            name="answered_by",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="BoardStep",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "sort",
                    models.CharField(choices=[("pinned", "Pinned"), ("taken down", "Taken Down")], max_length=10),
                ),
                ("whose", models.UUIDField()),
                ("made_at", models.DateTimeField()),
                (
                    "circle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="circles.circle"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["circle", "-made_at"], name="board_steps_by_time")],
            },
        ),
    ]
