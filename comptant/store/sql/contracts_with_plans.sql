-- One row per contract of those asked for that has a repayment plan.
SELECT DISTINCT contract_id FROM repayment_plan WHERE contract_id = ANY (%(ids)s::bigint[])
