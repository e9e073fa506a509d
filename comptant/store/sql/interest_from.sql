-- One row: the first day whose financing charge is not billed yet; none before the first money.
SELECT coalesce(
    (SELECT max(until_on) FROM charge WHERE contract_id = %(contract_id)s AND code = 'INT'),
    (SELECT min(value_on) FROM balance WHERE contract_id = %(contract_id)s)) AS from_on
