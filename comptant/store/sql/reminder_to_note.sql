-- One row: a reminder, held until the end of the act.
SELECT contract_id, id, buyer_id, channel, state, said FROM reminder
WHERE contract_id = %(contract_id)s AND id = %(id)s FOR UPDATE
