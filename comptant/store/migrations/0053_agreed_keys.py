"""Keys that their people agree to, and acts that say which key asked: see 0053_agreed_keys.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Columns of keys and acts, a guard of approvals, and who reads them."""

    dependencies = (("store", "0052_explained"),)
    operations = (frozen(__file__),)
