-- One row: the amount of a ceiling on the day and what the other contracts have of it.
SELECT coalesce((SELECT (t.value)::bigint FROM term t
        WHERE t.contract_id = 0 AND t.subject = 'CEILING' AND t.subject_id = %(ceiling_id)s
            AND t.name = 'amount_cents' AND t.valid_from_on <= %(on)s
        ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1), 0) AS amount_cents,
    coalesce((SELECT sum(amount_cents) FROM (
        SELECT DISTINCT ON (contract_id) amount_cents FROM allotment
        WHERE ceiling_id = %(ceiling_id)s AND contract_id <> %(contract_id)s
        ORDER BY contract_id, recorded_at DESC) latest), 0)::bigint AS others_cents
