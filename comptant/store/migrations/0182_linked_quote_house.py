"""What a link to a quote opens says whose quote it is: see 0182_linked_quote_house.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """The name and number of the house, for the paper of a quote that is read by a link."""

    dependencies = (("store", "0179_share_back"),)
    operations = (frozen(__file__),)
