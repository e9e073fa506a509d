-- One row: how many open invoices of a buyer, approved in part or whole, were assigned after a day.
SELECT count(*)::bigint AS count FROM invoice i
JOIN remittance r ON r.contract_id = i.contract_id AND r.id = i.remittance_id
WHERE i.contract_id = ANY (%(contract_ids)s::bigint[]) AND i.buyer_id = %(buyer_id)s
    AND i.open_cents > 0 AND i.approved_cents > 0 AND r.posted_on > %(on)s
