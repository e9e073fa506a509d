"""Quotes given, and what each would leave to the house: see 0029_quote.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Quotes, read by the company that they are for; their cost floor, by the house alone."""

    dependencies = (("store", "0028_tariff"),)
    operations = (frozen(__file__),)
