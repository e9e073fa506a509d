"""What was read of sensitive data: see 0054_kept_read.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Reads of sensitive data and their chain."""

    dependencies = (("store", "0053_agreed_keys"),)
    operations = (frozen(__file__),)
