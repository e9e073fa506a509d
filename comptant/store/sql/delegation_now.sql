-- One row if a person of a firm may draw on a contract for its client on a day: up to how much a
-- draw, under which approval.
SELECT draw_limit_cents, approval_id, client_id FROM (
    SELECT d.is_granted, d.draw_limit_cents, d.approval_id, d.from_on, d.until_on, d.party_id,
        k.client_id
    FROM delegation d JOIN contract k ON k.id = d.contract_id
    WHERE d.contract_id = %(contract_id)s AND d.user_id = %(user_id)s
    ORDER BY d.recorded_at DESC LIMIT 1) latest
WHERE is_granted AND party_id = %(party_id)s AND %(on)s BETWEEN from_on AND until_on
