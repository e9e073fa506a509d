-- One row per penalty of a contract: those named, or (none named) the open ones of a buyer, the
-- oldest claim first.
SELECT p.id, p.buyer_id, p.invoice_id, p.currency, p.owner, p.amount_cents, p.open_cents,
    p.is_undone, p.claimed_on
FROM penalty p
WHERE p.contract_id = %(contract_id)s AND (p.id = ANY (%(ids)s)
    OR cardinality(%(ids)s::bigint[]) = 0 AND p.buyer_id = %(buyer_id)s AND p.open_cents > 0)
ORDER BY p.claimed_on, p.id
