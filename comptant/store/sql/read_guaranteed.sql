-- One row per contract that a guarantor stands surety for: up to how much, and what is owed.
SELECT id, number, client_name, siren, currency, status, since_on, guaranteed_cents,
    funds_in_use_cents
FROM guaranteed_contract ORDER BY number
