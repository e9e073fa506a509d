"""The page of a buyer without an account: see 0090_buyer_link.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Links that open a buyer's account, and what was said by them."""

    dependencies = (("store", "0089_guaranteed_again"),)
    operations = (frozen(__file__),)
