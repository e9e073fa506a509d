-- One row per contract, of some, whose client's last sales ledger (or whose first day, where there
-- was none) is more than so many days ago, the longest first.
SELECT k.number AS contract_number, l.ledger_on,
    (%(on)s::date - coalesce(l.ledger_on, f.from_on))::bigint AS age_days
FROM contract k
LEFT JOIN LATERAL (SELECT max(s.ledger_on) AS ledger_on FROM sales_ledger s
    WHERE s.contract_id = k.id) l ON true
LEFT JOIN LATERAL (SELECT min(t.valid_from_on) AS from_on FROM term t
    WHERE t.contract_id = k.id AND t.subject = 'CONTRACT' AND t.subject_id = k.id) f ON true
WHERE k.id = ANY (%(contract_ids)s::bigint[])
    AND %(on)s::date - coalesce(l.ledger_on, f.from_on) > %(days)s
ORDER BY 3 DESC, k.number
