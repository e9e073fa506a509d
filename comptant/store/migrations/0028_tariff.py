"""Where prices come from: see 0028_tariff.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Tariffs, in force from a day, and their rows."""

    dependencies = (("store", "0026_webhook"),)
    operations = (frozen(__file__),)
