-- What is approved, or guaranteed, under each limit on buyers, which the auditor's sheet and the lists of limits tell.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per ceiling on buyers and contract that carries something under it, and one of the ceiling as a whole (no contract).
-- Whoever asks counts what row security shows to them. It spans contracts, as ceilings do: for a sheet or a list, and nothing that is done reads it.
CREATE FUNCTION carried_under(day date) RETURNS TABLE (ceiling_id bigint, contract_id bigint, approved_cents bigint)
    LANGUAGE sql STABLE AS $$
    WITH held AS (
        SELECT contract_id, currency, buyer_id, sum(approved_cents)::bigint AS approved_cents, sum(guaranteed_cents)::bigint AS guaranteed_cents
        FROM (
            SELECT contract_id, currency, buyer_id, approved_cents, 0 AS guaranteed_cents FROM exposure WHERE approved_cents > 0
            UNION ALL
            SELECT g.contract_id, k.currency, g.buyer_id, 0, g.factor_open_cents
            FROM guarantee g JOIN contract k ON k.id = g.contract_id WHERE g.factor_open_cents > 0
        ) h GROUP BY 1, 2, 3
    ), member AS (
        SELECT group_id, party_id FROM (
            SELECT DISTINCT ON (group_id, party_id) group_id, party_id, is_member FROM group_member
            WHERE valid_from_on <= day ORDER BY group_id, party_id, valid_from_on DESC, recorded_at DESC) m
        WHERE is_member
    ), covered AS (  -- what the guarantee has taken is a risk under the limits of its buyer
        SELECT c.id AS ceiling_id, h.contract_id, h.approved_cents + h.guaranteed_cents AS cents
        FROM held h JOIN ceiling c ON c.party_id = h.buyer_id AND c.currency = h.currency
            AND (c.scope = 'CONTRACT_BUYER' AND c.contract_id = h.contract_id OR c.scope = 'BUYER' AND c.contract_id = 0)
        UNION ALL
        SELECT c.id, h.contract_id, h.approved_cents FROM held h JOIN member m ON m.party_id = h.buyer_id
        JOIN ceiling c ON c.scope = 'BUYER_GROUP' AND c.contract_id = 0 AND c.party_id = m.group_id AND c.currency = h.currency
        UNION ALL
        SELECT c.id, h.contract_id, h.approved_cents FROM held h
        JOIN (SELECT DISTINCT ceiling_id, contract_id FROM allotment) a ON a.contract_id = h.contract_id
        JOIN ceiling c ON c.id = a.ceiling_id AND c.scope = 'INSURER_POLICY' AND c.currency = h.currency
    )
    SELECT ceiling_id, contract_id, sum(cents)::bigint FROM covered GROUP BY GROUPING SETS ((ceiling_id, contract_id), (ceiling_id))
$$;

-- The first day on which a file may have been sent that a debit of this day executes: 45 days, time enough for orders dated ahead.
CREATE FUNCTION sent_since(day date) RETURNS date LANGUAGE sql IMMUTABLE AS 'SELECT day - 45';
