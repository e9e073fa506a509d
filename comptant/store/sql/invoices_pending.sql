-- One row per open invoice held because its buyer had no limit yet.
SELECT id FROM invoice
WHERE contract_id = %(contract_id)s AND buyer_id = ANY (%(buyer_ids)s::bigint[]) AND open_cents > 0
    AND position(' buyer_pending ' IN ' ' || coalesce(holds, '') || ' ') > 0
