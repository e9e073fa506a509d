-- One row per contract that a broker has brought: its client, since when, bought over twelve
-- months.
SELECT id, number, client_name, siren, currency, status, since_on, bought_cents
    FROM brokered_contract ORDER BY number
