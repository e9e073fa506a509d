"""Django's way to the database: ours."""
