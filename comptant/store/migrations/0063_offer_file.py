"""Files of requests and offers: see 0063_offer_file.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """The files that came in."""

    dependencies = (("store", "0062_commission"),)
    operations = (frozen(__file__),)
