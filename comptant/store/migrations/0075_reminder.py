"""Reminders to buyers: see 0075_reminder.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Plans, contacts, reminders, promises."""

    dependencies = (("store", "0074_payer_named"),)
    operations = (frozen(__file__),)
