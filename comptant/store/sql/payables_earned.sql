-- One row per programme with a payable bought whose discount is all earned at the end of a day.
SELECT DISTINCT contract_id FROM payable_standing
WHERE contract_id = ANY (%(contract_ids)s::bigint[]) AND is_bought AND due_on BETWEEN %(on)s::date
    AND %(on)s::date + 1
