"""Quotes without an account: see 0103_prospect.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Tariffs shown to the public, quotes made without an account, what a link to a quote reads."""

    dependencies = (("store", "0102_quote_accepted"),)
    operations = (frozen(__file__),)
