-- One row per contract, broker, kind and VAT class: what was earned so far.
SELECT contract_id, party_id, currency, kind AS commission_kind, vat_class,
    sum(amount_cents)::bigint AS earned_cents
FROM commission GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 4, 5
