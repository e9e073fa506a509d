"""The language in which a reminder leaves: see 0168_language_sent.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """A reminder leaves in the language that its buyer has then."""

    dependencies = (("store", "0167_asked_once"),)
    operations = (frozen(__file__),)
