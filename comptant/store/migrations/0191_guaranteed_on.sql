-- What the guarantee holds on a day, as open_on tells what is open. Source: DOMAIN §1.6, §5.1;
-- docs/decisions/0192-what-the-guarantee-has-taken-is-asked.md.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per invoice of which the guarantee holds something at the end of a value date, as known at an instant (null: as
-- known now), of some contracts (null: of all that the reader sees): the factor's part. Its sum, with what claims have taken
-- over of such debts, is the balance of DEBD.
CREATE FUNCTION guaranteed_on(of_contracts bigint[], day date, known timestamptz) RETURNS TABLE (
    contract_id bigint, item_id bigint, buyer_id bigint, currency text, due_on date, open_cents bigint)
LANGUAGE sql STABLE AS $$
    WITH after AS MATERIALIZED (
        SELECT e.contract_id, e.id, e.event FROM entry e
        WHERE ((e.entry_on > day AND e.value_on > day) OR (e.value_on > e.entry_on AND e.value_on > day)
            OR e.booked_at > known) AND e.event IN ('guarantee_taken', 'recovery')
            AND (of_contracts IS NULL OR e.contract_id = ANY (of_contracts))
    ), moved AS (  -- taken, less what was paid of it
        SELECT m.contract_id, CASE a.event WHEN 'recovery' THEN m.against_id ELSE m.item_id END AS invoice_id,
            -m.amount_cents AS cents
        FROM after a JOIN movement m ON m.contract_id = a.contract_id AND m.entry_id = a.id
            AND m.account = CASE a.event WHEN 'recovery' THEN 'UNAL' ELSE 'DEB' END AND m.amount_cents <> 0
            AND m.entry_id >= (SELECT min(id) FROM after)
    ), later AS (
        SELECT x.contract_id, x.invoice_id, sum(x.cents)::bigint AS cents FROM (
            SELECT v.contract_id, v.invoice_id,  -- the client's share, as the guarantee left it to him
                v.cents - round(v.cents::numeric * coalesce(g.uncovered_cents, 0) / coalesce(g.guaranteed_cents, 1)) AS cents
            FROM moved v
            LEFT JOIN guarantee g ON g.contract_id = v.contract_id AND g.invoice_id = v.invoice_id
            UNION ALL
            SELECT t.contract_id, t.invoice_id, -t.of_factor_cents FROM claim_move t JOIN act c ON c.id = t.act_id
            WHERE (c.on_date > day OR c.at > known) AND t.of_factor_cents <> 0
                AND (of_contracts IS NULL OR t.contract_id = ANY (of_contracts))) x
        GROUP BY 1, 2
    ), held AS (
        SELECT coalesce(g.contract_id, l.contract_id) AS contract_id, coalesce(g.invoice_id, l.invoice_id) AS invoice_id,
            coalesce(g.factor_open_cents, 0) - coalesce(l.cents, 0) AS cents
        FROM (SELECT * FROM guarantee w WHERE of_contracts IS NULL OR w.contract_id = ANY (of_contracts)) g
        FULL JOIN later l ON l.contract_id = g.contract_id AND l.invoice_id = g.invoice_id
    )
    SELECT i.contract_id, i.id, i.buyer_id, i.currency, i.due_on, h.cents
    FROM held h JOIN invoice i ON i.contract_id = h.contract_id AND i.id = h.invoice_id
    WHERE h.cents <> 0
$$;
REVOKE ALL ON FUNCTION guaranteed_on FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guaranteed_on TO comptant_writer, comptant_reader, comptant_auditor;
