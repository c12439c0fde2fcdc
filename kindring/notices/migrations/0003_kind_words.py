from django.db import migrations, models

SORTS = [
    ("asked", "Asked"),
    ("widened", "Widened"),
    ("claimed", "Claimed"),
    ("withdrawn", "Withdrawn"),
    ("reopened", "Reopened"),
    ("thanked", "Thanked"),
    ("invited_in", "Invited In"),
    ("confirmed", "Confirmed"),
    ("agreement", "Agreement"),
    ("report", "Report"),
    ("report_acted", "Report Acted"),
    ("care", "Care"),
    ("carries", "Carries"),
    ("noticeboard", "Noticeboard"),
    ("ended", "Ended"),
    ("kind_word", "Kind Word"),
]


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_ways_of_telling")]

    operations = [
        migrations.AlterField(model_name="notice", name="sort", field=models.CharField(choices=SORTS, max_length=12)),
    ]
