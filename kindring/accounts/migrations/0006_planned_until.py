from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_no_day_of_joining"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="planned_until",
            field=models.DateField(blank=True, null=True),
        ),
    ]
