-- One row: what a buyer owes still of what was refunded of an unpaid instrument, on the item of the
-- payment that it had brought.
SELECT coalesce(sum(amount_cents), 0)::bigint AS left_cents FROM movement
WHERE contract_id = %(contract_id)s AND item_id = %(payment_id)s AND account = 'DEBD'
