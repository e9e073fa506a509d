"""Who there is: parties, people, accounts, mandates, partners, and contracts as they are opened."""
