-- One row, if any: what was decided last of a ceiling, lower than an amount proposed for a day on,
-- that this amount would lift: decided since it was proposed, for its day or one before; or for a
-- day since its own that has come. What was said later, no lower, for those days leaves nothing.
WITH said AS (
    SELECT valid_from_on, recorded_at, act_id, (value)::bigint AS amount_cents FROM term
    WHERE contract_id = 0 AND subject = 'CEILING' AND subject_id = %(ceiling_id)s
        AND name = 'amount_cents'
)
SELECT s.valid_from_on, s.amount_cents FROM said s
WHERE s.amount_cents < %(amount_cents)s
    AND CASE WHEN s.valid_from_on <= %(from_on)s::date THEN s.act_id > %(proposed_id)s
        ELSE s.valid_from_on <= %(on)s::date END
    AND NOT EXISTS (SELECT FROM said l
        WHERE l.recorded_at > s.recorded_at AND l.amount_cents >= %(amount_cents)s
            AND l.valid_from_on BETWEEN s.valid_from_on
                AND greatest(s.valid_from_on, %(from_on)s::date))
ORDER BY s.recorded_at DESC LIMIT 1
