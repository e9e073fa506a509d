-- One row per quote that the reader may see (null: all of them): what it costs and brings, in
-- short.
SELECT id, prospect, product, quoted_on, last_on, currency, fee_cents, charge_cents, cost_cents,
    starting_cents, teg_ppm,
    teg_with_fee_ppm
FROM quote WHERE %(party_id)s::bigint IS NULL OR party_id = %(party_id)s
ORDER BY id
