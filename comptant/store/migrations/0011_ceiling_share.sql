-- What a ceiling amounts to on a day, and what a contract's share of it is worth on that day.
-- Frozen: once landed this file is never edited; the next change is the next migration.

CREATE FUNCTION ceiling_amount(which bigint, day date) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT (t.value)::bigint FROM term t
        WHERE t.contract_id = 0 AND t.subject = 'CEILING' AND t.subject_id = which AND t.name = 'amount_cents'
            AND t.valid_from_on <= day
        ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1), 0)
$$;

-- A share given before its ceiling fell is stale until the shares are fitted to what is left: it gives no new room.
CREATE FUNCTION share_in_force(which bigint, contract bigint, day date, OUT amount_cents bigint, OUT is_stale boolean)
    LANGUAGE sql STABLE AS $$
    SELECT l.amount_cents, ceiling_amount(which, day) < ceiling_amount(which, l.on_date) FROM allotment l
    WHERE l.contract_id = contract AND l.ceiling_id = which
    ORDER BY l.recorded_at DESC LIMIT 1
$$;
