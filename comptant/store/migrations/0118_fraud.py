"""Alarms of fraud, what was decided of them, documents examined: see 0118_fraud.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """The fraud desk."""

    dependencies = (("store", "0116_insurer_view"),)
    operations = (frozen(__file__),)
