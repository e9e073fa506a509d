-- One row per programme: what its buyer owes on payables that it has approved.
SELECT contract_id, sum(open_cents)::bigint AS used_cents FROM payable_standing
WHERE contract_id = ANY (%(contract_ids)s::bigint[]) AND is_approved GROUP BY contract_id
