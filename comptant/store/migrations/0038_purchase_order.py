"""Purchase orders and the advances on them: see 0038_purchase_order.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Orders of a client's buyers, and what happens to each, in rows that are never changed."""

    dependencies = (("store", "0037_passkey"),)
    operations = (frozen(__file__),)
