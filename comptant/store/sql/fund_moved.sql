-- One row per contract whose guarantee fund moved on a day: what was put into it, and what was
-- given back.
SELECT e.contract_id, coalesce(-sum(p.amount_cents) FILTER (WHERE e.event = 'fund_levy'),
    0)::bigint AS fund_levied_cents,
    coalesce(sum(p.amount_cents) FILTER (WHERE e.event = 'fund_release'),
        0)::bigint AS fund_released_cents
FROM entry e JOIN posting p ON p.contract_id = e.contract_id AND p.entry_id = e.id
    AND p.account = 'FDG'
WHERE e.entry_on = %(on)s AND e.contract_id = ANY (%(ids)s::bigint[])
    AND e.event IN ('fund_levy', 'fund_release')
GROUP BY e.contract_id
