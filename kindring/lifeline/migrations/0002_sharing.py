import uuid

import django.db.models.deletion
from django.db import migrations, models

import kindring.lib.sealed


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_no_day_of_joining"),
        ("lifeline", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SharedPart",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("signs", "I notice"),
                            ("myself", "What I can do by myself"),
                            ("company", "People and places that take my mind off it"),
                            ("help", "People I can tell"),
                            ("professionals", "Professionals"),
                            ("safer", "Making it safer around me"),
                            ("reasons", "Reasons to live"),
                            ("words", "Words to myself"),
                        ],
                        max_length=13,
                    ),
                ),
                (
                    "lines",
                    kindring.lib.sealed.SealedJSONField(
                        empty_as=list, label="shared.lines", max_length=20000, subkey="shared plan", under="id"
                    ),
                ),
                ("written_on", models.DateField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.user"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SharedWith",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("own_place", models.UUIDField(blank=True, null=True)),
                ("their_place", models.UUIDField(blank=True, null=True)),
                ("pair", models.UUIDField()),
                ("handed", models.BinaryField(max_length=256)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.user"
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.user"
                    ),
                ),
                (
                    "shared",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="readers", to="lifeline.sharedpart"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="sharedpart",
            constraint=models.UniqueConstraint(fields=("owner", "part"), name="part_shared_once"),
        ),
        migrations.AddIndex(
            model_name="sharedwith",
            index=models.Index(fields=["reader"], name="shared_by_reader"),
        ),
        migrations.AddConstraint(
            model_name="sharedwith",
            constraint=models.UniqueConstraint(fields=("owner", "shared", "reader"), name="shared_with_once"),
        ),
    ]
