"""The first tables of the catalogue."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Books and loans."""

    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Book",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200)),
                ("author", models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="Loan",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("reader", models.EmailField(max_length=254)),
                ("due", models.DateField()),
                ("returned", models.BooleanField(default=False)),
                ("warned", models.BooleanField(default=False)),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="catalogue.book"
                    ),
                ),
            ],
        ),
    ]
