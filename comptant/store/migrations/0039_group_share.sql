-- A share of a group's ceiling is stale once somebody has joined the group since it was given: what the newcomer carries
-- already counts under the ceiling. The act that tells of it, or the close of its eve, cuts the shares (decision 10).
-- Frozen: once landed this file is never edited; the next change is the next migration.
CREATE OR REPLACE FUNCTION share_in_force(which bigint, contract bigint, day date, OUT amount_cents bigint, OUT is_stale boolean)
    LANGUAGE sql STABLE AS $$
    SELECT l.amount_cents, ceiling_amount(which, day) < ceiling_amount(which, l.on_date) OR EXISTS (
        SELECT FROM ceiling c JOIN group_member g ON g.group_id = c.party_id
        WHERE c.id = which AND c.scope IN ('BUYER_GROUP', 'CLIENT_GROUP_LINE') AND g.is_member
            AND g.valid_from_on > l.on_date AND g.valid_from_on <= day)
    FROM allotment l
    WHERE l.contract_id = contract AND l.ceiling_id = which
    ORDER BY l.recorded_at DESC LIMIT 1
$$;
