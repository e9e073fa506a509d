"""The numbers and plans of clients: see 0080_client_plans.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """The account numbers of clients, and the payments that they plan."""

    dependencies = (("store", "0079_watching"),)
    operations = (frozen(__file__),)
