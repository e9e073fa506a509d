-- One row: what an act has charged in advance on a contract, or given back when negative.
SELECT coalesce(sum(interest_cents), 0)::bigint AS interest_cents FROM charged_advance
WHERE contract_id = %(contract_id)s AND act_id = %(act_id)s
