-- One row per buyer of the contracts asked for that has money or credits waiting.
SELECT DISTINCT contract_id, buyer_id FROM exposure
WHERE contract_id = ANY (%(contract_ids)s::bigint[])
    AND unallocated_cash_cents + unapplied_credit_cents + reduction_cents > 0 AND buyer_id <> 0
