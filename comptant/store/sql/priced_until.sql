-- One row: the first day of a contract that no close of a month and no bill of its financing charge
-- has priced; null where nothing has.
SELECT greatest((SELECT date_trunc('month', max(day) + 1)::date FROM day_close),
    (SELECT max(until_on) FROM charge WHERE contract_id = %(contract_id)s
        AND code = 'INT')) AS first_on
