"""Names and numbers of parties, by who says them: see 0047_names_and_numbers.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """What a client's file says of a company is its own word; the house's word is for all."""

    dependencies = (("store", "0046_sign_on"),)
    operations = (frozen(__file__),)
