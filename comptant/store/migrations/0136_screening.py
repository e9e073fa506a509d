"""Counterparties looked for on lists of frozen assets: see 0136_screening.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Lists, looks, names alike, what was decided of them."""

    dependencies = (("store", "0135_warning"),)
    operations = (frozen(__file__),)
