-- One row: whether the terms of a contract bind: promised by the quote that it was opened from, or
-- signed by its client and in force on a day.
SELECT EXISTS (SELECT FROM contract_quote q WHERE q.contract_id = %(contract_id)s) AS is_promised,
    EXISTS (SELECT FROM signature_now s WHERE s.contract_id = %(contract_id)s
        AND s.kind = 'CONDITIONS' AND s.outcome = 'SIGNED')
    AND (
        SELECT t.value #>> '{}' FROM term t WHERE t.contract_id = %(contract_id)s
            AND t.subject = 'CONTRACT' AND t.subject_id = %(contract_id)s AND t.name = 'status'
            AND t.valid_from_on <= %(on)s
        ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1
    ) NOT IN ('PROSPECT', 'OPENING') AS is_signed
