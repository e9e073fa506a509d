-- One row per day after one from which a ceiling amounts to something else, as said last.
SELECT DISTINCT ON (valid_from_on) valid_from_on, (value)::bigint AS amount_cents FROM term
WHERE contract_id = 0 AND subject = 'CEILING' AND subject_id = %(ceiling_id)s
    AND name = 'amount_cents' AND valid_from_on > %(from_on)s::date
ORDER BY valid_from_on, recorded_at DESC
