"""Notices of insolvency and what is done about a party that failed: see 0110_insolvency.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Notices as published, people's words on them, what they come to, steps on each contract."""

    dependencies = (("store", "0107_adviser"),)
    operations = (frozen(__file__),)
