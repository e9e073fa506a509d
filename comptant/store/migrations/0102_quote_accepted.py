"""Quotes accepted, and the contracts opened from them: see 0102_quote_accepted.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Acceptances of quotes, and which contract came of which."""

    dependencies = (("store", "0100_contract_fee"),)
    operations = (frozen(__file__),)
