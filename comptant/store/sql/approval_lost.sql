-- One row per invoice and act asked for, and per act that was short of such an invoice and of which
-- something was taken back before: how much of the approval the act took, and how much of the
-- invoice; how much of each has come back since by what undid of it; the most that ever was
-- approved, less what the guarantee has taken of it, and what is. What the act itself had given
-- back before, or had passed on to it, lessens nothing of what it took. What its money or credit
-- note had taken while it waited, since it came, counts as taken by the act; what others took off
-- the invoice meanwhile does not.
WITH asked AS (
    SELECT * FROM unnest(%(contract_id)s::bigint[], %(invoice_id)s::bigint[],
        %(act_id)s::bigint[]) w (contract_id, invoice_id, act_id)
), w AS (
    SELECT * FROM asked
    UNION
    SELECT k.contract_id, k.invoice_id, t.act_id
    FROM (SELECT DISTINCT contract_id, invoice_id FROM asked) k
    JOIN dispute d ON d.contract_id = k.contract_id AND d.invoice_id = k.invoice_id
    JOIN dispute_step t ON t.contract_id = d.contract_id AND t.dispute_id = d.id
        AND t.evidence = %(short)s
    WHERE EXISTS (SELECT FROM movement m
        JOIN entry x ON x.contract_id = m.contract_id AND x.id = m.entry_id
        JOIN entry s ON s.contract_id = x.contract_id AND s.id = x.reverses_id
            AND s.act_id = t.act_id
        WHERE m.contract_id = k.contract_id AND m.item_id = k.invoice_id AND m.account = 'DEB')
)
SELECT w.contract_id, w.invoice_id, w.act_id, l.lost_cents AS approved_lost_cents,
    a.taken_cents::bigint, u.undone_cents::bigint, coalesce(r.returned_cents, 0)::bigint
        AS approved_back_cents,
    n.most_cents, i.approved_cents
FROM w
JOIN invoice i ON i.contract_id = w.contract_id AND i.id = w.invoice_id
CROSS JOIN LATERAL (
    SELECT coalesce(-sum(m.approved_cents) FILTER (WHERE m.approved_cents < 0), 0) AS lost_cents,
        max(m.entry_id) AS last_id,
        greatest(-sum(m.amount_cents), 0) AS taken_cents,
        (SELECT min(f.entry_id) FROM movement f WHERE f.contract_id = w.contract_id
            AND f.item_id = ANY (array_agg(m.against_id) FILTER (WHERE m.account = 'DEB'
                AND m.amount_cents < 0 AND m.against_id <> 0))) AS came_id
    FROM movement m JOIN entry s ON s.contract_id = m.contract_id AND s.id = m.entry_id
        AND s.act_id = w.act_id
    WHERE m.contract_id = w.contract_id AND m.item_id = w.invoice_id) a
CROSS JOIN LATERAL (
    SELECT -sum(t.approved_cents) - coalesce(sum(greatest(-t.approved_cents, 0))
        FILTER (WHERE t.is_taken), 0) AS lost_cents
    FROM (
        SELECT sum(m.approved_cents) AS approved_cents,
            s.act_id <> w.act_id AND bool_or(m.amount_cents < 0) AS is_taken
        FROM movement m JOIN entry s ON s.contract_id = m.contract_id AND s.id = m.entry_id
        WHERE m.contract_id = w.contract_id AND m.item_id = w.invoice_id AND m.account = 'DEB'
            AND m.entry_id BETWEEN a.came_id AND a.last_id
        GROUP BY s.act_id) t) b
CROSS JOIN LATERAL (SELECT greatest(a.lost_cents, b.lost_cents, 0)::bigint AS lost_cents) l
CROSS JOIN LATERAL (
    SELECT coalesce(sum(m.amount_cents), 0) AS undone_cents,
        array_agg(DISTINCT x.act_id) AS act_ids
    FROM movement m JOIN entry x ON x.contract_id = m.contract_id AND x.id = m.entry_id
    JOIN entry s ON s.contract_id = x.contract_id AND s.id = x.reverses_id AND s.act_id = w.act_id
    WHERE m.contract_id = w.contract_id AND m.item_id = w.invoice_id AND m.account = 'DEB') u
CROSS JOIN LATERAL (
    SELECT sum(m.approved_cents) FILTER (WHERE m.approved_cents > 0
            AND x.key NOT LIKE %(passed_on)s AND x.act_id = ANY (u.act_ids)) AS returned_cents
    FROM movement m JOIN entry x ON x.contract_id = m.contract_id AND x.id = m.entry_id
    WHERE u.act_ids IS NOT NULL AND m.contract_id = w.contract_id AND m.item_id = w.invoice_id
        AND m.account = 'DEB' AND m.entry_id > a.last_id) r
CROSS JOIN LATERAL (
    SELECT greatest(max(t.approved_cents) - coalesce(max(g.guaranteed_cents), 0),
        max(t.approved_cents) FILTER (WHERE
            t.entry_id > coalesce(g.again_entry_id, g.entry_id)))::bigint AS most_cents
    FROM (
        SELECT m.entry_id, sum(m.approved_cents) OVER (ORDER BY m.entry_id) AS approved_cents
        FROM movement m WHERE m.contract_id = w.contract_id AND m.item_id = w.invoice_id
            AND m.account = 'DEB') t
    LEFT JOIN guarantee g ON g.contract_id = w.contract_id AND g.invoice_id = w.invoice_id) n
ORDER BY w.contract_id, w.invoice_id, w.act_id
