-- One row per step by which the account of a contract asked for has repaid a loss, that counts
-- still, and before which money was given that was taken back after it: its entry and value date,
-- the first step whose rest it is, and the most of it that is lost again, which is as much as was
-- taken back, less what is lost again already. The oldest first.
WITH repaid AS (
    SELECT DISTINCT ON (s.contract_id, s.id) s.contract_id, s.id AS step_id, s.amount_cents,
        e.id AS entry_id, e.value_on,
        coalesce(nullif(split_part(e.key, '/', 3), '')::bigint, s.id) AS first_id
    FROM recourse_step_now s
    JOIN entry e ON e.contract_id = s.contract_id AND e.act_id = s.act_id
        AND e.event = 'loss_repaid' AND e.reverses_id IS NULL
    JOIN posting p ON p.contract_id = e.contract_id AND p.entry_id = e.id AND p.account = 'CCA'
        AND p.amount_cents = s.amount_cents
    WHERE s.contract_id = ANY (%(ids)s::bigint[]) AND s.step = 'REGAINED' AND s.payment_id IS NULL
        AND NOT EXISTS (SELECT FROM entry r WHERE r.contract_id = e.contract_id
            AND r.reverses_id = e.id)
    ORDER BY s.contract_id, s.id, e.id
)
SELECT w.contract_id, w.step_id, w.first_id, w.amount_cents, w.entry_id, w.value_on,
    least(w.amount_cents, b.back_cents - (f.amount_cents - w.amount_cents))::bigint AS most_cents
FROM repaid w
JOIN recourse_step f ON f.contract_id = w.contract_id AND f.id = w.first_id
CROSS JOIN LATERAL (
    SELECT coalesce(sum(greatest(t.undone_cents, t.left_cents)), 0) AS back_cents
    FROM (
        SELECT coalesce(sum(m.amount_cents) FILTER (WHERE m.account = 'DEB'), 0) AS undone_cents,
            coalesce(sum(m.amount_cents) FILTER (WHERE m.account = 'UNAL'), 0) AS left_cents
        FROM entry x
        JOIN movement m ON m.contract_id = x.contract_id AND m.entry_id = x.id
            AND m.amount_cents > 0 AND CASE m.account WHEN 'DEB' THEN x.reverses_id < w.first_id
                WHEN 'UNAL' THEN x.event <> 'allocation' AND m.item_id < w.first_id ELSE false END
        WHERE x.contract_id = w.contract_id AND x.id > w.first_id
        GROUP BY CASE m.account WHEN 'DEB' THEN m.against_id ELSE m.item_id END) t) b
WHERE b.back_cents > f.amount_cents - w.amount_cents
ORDER BY w.contract_id, w.first_id, w.step_id
