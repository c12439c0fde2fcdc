import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kindring.lib.sealed

USER = {"on_delete": django.db.models.deletion.CASCADE, "related_name": "+", "to": settings.AUTH_USER_MODEL}


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("asks", "0002_offers"),
        ("circles", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="KindWord",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "words",
                    kindring.lib.sealed.SealedTextField(
                        label="kind_word.words", max_length=1000, subkey="circle", under="circle_id"
                    ),
                ),
                ("written_at", models.DateTimeField()),
                (
                    "circle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="circles.circle"
                    ),
                ),
                ("owner", models.ForeignKey(**USER)),
                ("reader", models.ForeignKey(**USER)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["owner", "-written_at"], name="kind_word_by_owner"),
                    models.Index(fields=["reader", "-written_at"], name="kind_word_by_reader"),
                ],
            },
        ),
    ]
