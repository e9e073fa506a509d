"""What was open on a day: see 0079_watching.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """The function that every report of open items reads, and its index."""

    dependencies = (("store", "0075_reminder"),)
    operations = (frozen(__file__),)
