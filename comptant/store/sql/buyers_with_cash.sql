-- One row per buyer of a contract that has money or credits waiting.
SELECT DISTINCT buyer_id FROM exposure
WHERE contract_id = %(contract_id)s AND unallocated_cash_cents + unapplied_credit_cents + reduction_cents > 0 AND buyer_id <> 0
