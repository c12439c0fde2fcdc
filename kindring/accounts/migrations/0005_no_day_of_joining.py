from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_names_of_the_blocked"),
    ]

    operations = [
        migrations.RemoveField(model_name="user", name="created_on"),
    ]
