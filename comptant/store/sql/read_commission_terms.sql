-- One row per set of terms of a commission, the last ones first.
SELECT id, contract_id, contract_number, party_id, broker_name, valid_from_on,
    base AS commission_base,
    counted AS commission_counted, rate_ppm, one_off_cents, currency, clawback_days, vat_class,
        is_disclosed, source,
    recorded_at
FROM seen_commission_term
WHERE (%(contract_id)s::bigint IS NULL OR contract_id IN (0, %(contract_id)s)) ORDER BY id DESC
