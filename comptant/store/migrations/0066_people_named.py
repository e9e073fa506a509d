"""What is forgotten of a person, who an approval is about: see 0066_people_named.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """The function that forgets ways in, and the view of what approvals name."""

    dependencies = (("store", "0065_user_email"),)
    operations = (frozen(__file__),)
