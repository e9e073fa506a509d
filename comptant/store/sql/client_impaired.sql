-- One row: what is impaired of what the client of a contract owes.
SELECT coalesce(sum(impaired_cents), 0)::bigint AS impaired_cents FROM insolvency_step
WHERE contract_id = %(contract_id)s AND step = 'IMPAIRED'
