"""Partners of a contract and what each role reads: see 0025_partner.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Who takes a part in a contract besides its client; reading looks at roles and company."""

    dependencies = (("store", "0023_held_lines"),)
    operations = (frozen(__file__),)
