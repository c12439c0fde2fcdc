"""A report can be about somebody whom the reporter does not see any more; who said "never again" and who answered is known."""

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
    ]
