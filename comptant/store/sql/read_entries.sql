-- One row per line of the entries of a contract (null: of all) booked between two days. The lines
-- are looked up entry by entry, so that a page of the latest reads no others.
SELECT e.id, k.number AS contract_number, e.contract_id, e.key, e.event, e.journal, e.entry_on,
    e.value_on, e.booked_at, e.reverses_id,
    n.number AS entry_number, u.login AS by_login, a.operation, p.line, p.account, p.currency,
        p.amount_cents
FROM entry e
CROSS JOIN LATERAL (SELECT c.number FROM contract c WHERE c.id = e.contract_id OFFSET 0) k
CROSS JOIN LATERAL (SELECT l.line, l.account, l.currency, l.amount_cents FROM posting l
    WHERE l.contract_id = e.contract_id AND l.entry_id = e.id OFFSET 0) p
LEFT JOIN entry_number n ON n.contract_id = e.contract_id AND n.entry_id = e.id
LEFT JOIN act a ON a.id = e.act_id
LEFT JOIN app_user u ON u.id = a.by_id
WHERE (%(contract_id)s::bigint IS NULL OR e.contract_id = %(contract_id)s)
    AND e.entry_on >= coalesce(%(from_on)s, '-infinity'::date)
        AND e.entry_on <= coalesce(%(until_on)s, 'infinity'::date)
    AND e.booked_at <= coalesce(%(known_at)s, 'infinity'::timestamptz)
ORDER BY e.entry_on, e.id, p.line
