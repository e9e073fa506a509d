-- One row: whether the client of a contract belongs to a group on the day.
SELECT coalesce((SELECT g.is_member FROM contract k JOIN group_member g ON g.party_id = k.client_id
    WHERE k.id = %(contract_id)s AND g.group_id = %(group_id)s AND g.valid_from_on <= %(on)s
    ORDER BY g.valid_from_on DESC, g.recorded_at DESC LIMIT 1), false) AS is_member
