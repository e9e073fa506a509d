-- One row per thing recorded for the opening of a contract, the oldest first.
SELECT id, guard, label, fact_on, until_on, detail, source FROM opening_fact WHERE contract_id = %(contract_id)s ORDER BY id
