-- One row per contract of a member of a group on the last day of a period: its current account over
-- the period (what is owed to the client is positive), what stands at its end, its share of the
-- group's line.
WITH member AS (
    SELECT party_id FROM (
        SELECT DISTINCT ON (party_id) party_id, is_member FROM group_member
        WHERE group_id = %(party_id)s AND valid_from_on <= %(until_on)s
        ORDER BY party_id, valid_from_on DESC, recorded_at DESC) m
    WHERE is_member
), k AS (
    SELECT k.id, k.number, k.currency, p.name FROM contract k
    JOIN party p ON p.id = k.client_id
    WHERE k.client_id IN (SELECT party_id FROM member) AND NOT k.is_house
), moved AS (
    SELECT k.id,
        sum(p.amount_cents) FILTER (WHERE e.event IN ('assignment', 'credit_note'))::bigint
            AS assigned_cents,
        sum(p.amount_cents) FILTER (WHERE e.event IN ('order_released', 'order_failed',
            'order_debited_again'))::bigint AS paid_out_cents,
        sum(p.amount_cents) FILTER (WHERE e.journal = 'FAC')::bigint AS billed_cents,
        sum(p.amount_cents)::bigint AS moved_cents
    FROM k JOIN posting p ON p.contract_id = k.id AND p.account = 'CCA'
    JOIN entry e ON e.contract_id = p.contract_id AND e.id = p.entry_id
    WHERE e.value_on BETWEEN %(from_on)s AND %(until_on)s
    GROUP BY k.id
), stood AS (
    SELECT k.id,
        sum(b.amount_cents) FILTER (WHERE b.account = 'CCA' AND b.value_on < %(from_on)s)::bigint
            AS opening_cents,
        sum(b.amount_cents) FILTER (WHERE b.account = 'CCA')::bigint AS closing_cents,
        sum(b.amount_cents) FILTER (WHERE b.account = 'FDG')::bigint AS fund_cents,
        sum(b.amount_cents) FILTER (WHERE b.account = 'DEB')::bigint AS outstanding_cents,
        sum(b.amount_cents) FILTER (WHERE b.account IN ('DEB', 'UNAL', 'CCA', 'FDG'))::bigint
            AS funds_in_use_cents
    FROM k JOIN balance b ON b.contract_id = k.id AND b.value_on <= %(until_on)s
    GROUP BY k.id
)
SELECT k.id AS contract_id, k.number AS contract_number, k.name AS client_name, k.currency,
    -coalesce(s.opening_cents, 0) AS opening_cents,
    -coalesce(m.assigned_cents, 0) AS assigned_cents,
    -coalesce(m.paid_out_cents, 0) AS paid_out_cents,
    -coalesce(m.billed_cents, 0) AS billed_cents,
    coalesce(m.assigned_cents, 0) + coalesce(m.paid_out_cents, 0) + coalesce(m.billed_cents, 0)
        - coalesce(m.moved_cents, 0) AS other_cents,
    -coalesce(s.closing_cents, 0) AS closing_cents, -coalesce(s.fund_cents, 0) AS fund_cents,
    coalesce(s.outstanding_cents, 0) AS outstanding_cents,
    coalesce(s.funds_in_use_cents, 0) AS funds_in_use_cents,
    coalesce(f.amount_cents, 0) AS share_cents, coalesce(c.line_cents, 0) AS line_cents
FROM k
LEFT JOIN moved m ON m.id = k.id
LEFT JOIN stood s ON s.id = k.id
LEFT JOIN LATERAL (SELECT c.id, ceiling_amount(c.id, %(until_on)s) AS line_cents FROM ceiling c
    WHERE c.scope = 'CLIENT_GROUP_LINE' AND c.contract_id = 0 AND c.party_id = %(party_id)s
        AND c.currency = k.currency) c ON true
LEFT JOIN LATERAL share_in_force(c.id, k.id, %(until_on)s) f ON true
ORDER BY k.number
