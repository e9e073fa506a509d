-- One row per contract that an adviser advises on: assigned, approved, in use.
SELECT id, number, client_name, siren, currency, status, since_on, outstanding_cents,
    approved_cents, funds_in_use_cents
FROM advised_contract ORDER BY number
