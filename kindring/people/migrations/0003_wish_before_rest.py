from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_locked_rows"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="wish_before_rest",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
    ]
