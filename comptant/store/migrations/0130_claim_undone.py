"""Steps of claims undone by two people, and claims of layers: see 0130_claim_undone.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Steps of claims that are undone, with what each had moved; what lower layers cover."""

    dependencies = (("store", "0127_keys_of_callers"),)
    operations = (frozen(__file__),)
