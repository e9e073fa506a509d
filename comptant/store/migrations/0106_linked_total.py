"""What a link's buyer owes in all: see 0106_linked_total.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """The totals of an account that a link opens."""

    dependencies = (("store", "0104_address"),)
    operations = (frozen(__file__),)
