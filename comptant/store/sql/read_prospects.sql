-- One row per company for which the reader has quotes: how many, the last of them, whether one is
-- accepted, which contract came of it; the files and the calls of the same name.
SELECT max(q.id) AS id, q.prospect, count(*) AS quote_count, max(q.quoted_on) AS quoted_on,
    max(q.last_on) AS last_on, max(a.accepted_on) AS accepted_on,
    max(k.number) AS contract_number,
    (SELECT count(*) FROM offer_file f WHERE f.prospect = q.prospect) AS file_count,
    (SELECT count(*) FROM callback_now c WHERE c.prospect = q.prospect
        AND c.callback_state <> 'CLOSED') AS call_count
FROM quote q
LEFT JOIN quote_acceptance a ON a.quote_id = q.id
LEFT JOIN contract_quote x ON x.quote_id = q.id
LEFT JOIN contract k ON k.id = x.contract_id
GROUP BY q.prospect
ORDER BY id
