"""The file of a claim as its insurer reads it: see 0131_insurer_claim_file.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """What an insurer reads of claims: no step that was undone, and the facts of their files."""

    dependencies = (("store", "0130_claim_undone"),)
    operations = (frozen(__file__),)
