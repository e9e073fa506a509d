"""What is forgotten of a person takes in codes to sign: see 0066_code_forgotten.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """The function that forgets ways in, and addresses of codes."""

    dependencies = (("store", "0065_user_email"),)
    operations = (frozen(__file__),)
