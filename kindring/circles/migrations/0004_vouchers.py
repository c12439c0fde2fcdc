"""What a circle knows its members by, locked by its key; and what somebody says of their pair who accepts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("circles", "0003_safety"),
    ]

    operations = [
        migrations.AddField(
            model_name="circlekey",
            name="voucher",
            field=models.BinaryField(blank=True, max_length=128, null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="promise",
            field=models.BinaryField(blank=True, max_length=128, null=True),
        ),
    ]
