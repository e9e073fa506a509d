-- One row per contract that a guarantor stands surety for: up to how much, what is owed, what it
-- was called for and has paid of it.
SELECT id, number, client_name, siren, currency, status, since_on, guaranteed_cents,
    funds_in_use_cents, called_cents, surety_paid_cents, last_called_on
FROM guaranteed_contract ORDER BY number
