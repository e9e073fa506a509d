-- One row per unpaid invoice and policy that covers its buyer on a day, with what the rules of
-- cover need; of a contract: all that is under its policies, since limits are shared.
WITH covers AS (
    SELECT DISTINCT c.contract_id, c.policy_id FROM policy_cover c
    WHERE c.valid_from_on <= %(on)s AND (%(contract_id)s::bigint IS NULL OR c.policy_id IN (
        SELECT policy_id FROM policy_cover WHERE contract_id = %(contract_id)s))
), insolvent AS (
    SELECT subject_id AS buyer_id, insolvent_on,
        insolvency_published_on(subject_id, insolvent_on) AS published_on FROM (
        SELECT DISTINCT ON (subject_id) subject_id,
            (nullif(value, 'null'::jsonb) #>> '{}')::date AS insolvent_on
        FROM term
        WHERE contract_id = 0 AND subject = 'PARTY' AND name = 'insolvent_on'
            AND valid_from_on <= %(on)s
        ORDER BY subject_id, valid_from_on DESC, recorded_at DESC
    ) latest WHERE insolvent_on <= %(on)s
), known AS MATERIALIZED (  -- of each policy, once and not for each invoice
    SELECT p.id AS policy_id, (SELECT min(v.valid_from_on) FROM policy_version v
            WHERE v.policy_id = p.id) AS first_on,
        (now.terms ->> 'is_paid_up')::boolean AND NOT EXISTS (SELECT
            FROM policy_lapses(p.id, %(on)s) u WHERE u.lapse = 'PREMIUM') AS is_paid_up
    FROM policy p CROSS JOIN LATERAL policy_terms_on(p.id, %(on)s) now
    WHERE p.id IN (SELECT policy_id FROM covers)
), claimed AS (  -- what accepted claims had of the limits for invoices that are no longer open
    SELECT policy_id, buyer_id, array_agg(decided_on) AS days, array_agg(cents) AS cents
    FROM (
        SELECT c.policy_id, c.buyer_id, s.step_on AS decided_on,
            least(s.loss_base_cents, sum(t.covered_cents)) AS cents
        FROM claim c
        JOIN claim_step_now s ON s.contract_id = c.contract_id AND s.claim_id = c.id
            AND s.step = 'ACCEPTED' AND s.step_on <= %(on)s
        JOIN claim_item t ON t.contract_id = c.contract_id AND t.claim_id = c.id
        JOIN invoice v ON v.contract_id = t.contract_id AND v.id = t.invoice_id
        LEFT JOIN guarantee g ON g.contract_id = t.contract_id AND g.invoice_id = t.invoice_id
        WHERE c.policy_id IN (SELECT policy_id FROM covers) AND v.open_cents = 0
            AND coalesce(g.factor_open_cents + g.client_open_cents, 0) = 0
        GROUP BY c.policy_id, c.buyer_id, c.id, s.step_on, s.loss_base_cents
    ) one GROUP BY policy_id, buyer_id
)
SELECT i.contract_id, i.id AS invoice_id, c.policy_id, k.number AS contract_number,
    i.invoice_number, i.buyer_id, b.name AS buyer_name, p.policy_number, y.name AS insurer_name,
    i.currency, w.layer, w.share_ppm,
    (i.open_cents + coalesce(g.factor_open_cents + g.client_open_cents, 0))::bigint AS open_cents,
    i.amount_cents AS gross_cents, d.disputed_now_cents AS disputed_cents,
    i.issued_on, i.due_on, i.delivered_on,
    insurance_year_on(p.from_on, coalesce(i.delivered_on, i.issued_on)) AS year_on,
    greatest(w.from_on, p.from_on) AS cover_from_on, w.until_on AS cover_until_on,
    t.terms::text AS terms,  -- the same of many rows: read once
    o.is_paid_up,
    coalesce(q.country = ANY (string_to_array(upper(t.terms ->> 'covered_countries'), ' ')), true)
        AS is_country_covered,
    l.amount_cents AS policy_limit_cents, l.until_on AS limit_ends_on,
    coalesce(l.decision IN ('REFUSED', 'CANCELLED'), false) AS is_limit_refused,
    (SELECT coalesce(sum(u.cents), 0)::bigint FROM unnest(z.days, z.cents) u (decided_on, cents)
        WHERE u.decided_on >= coalesce(l.valid_from_on, u.decided_on)) AS limit_claimed_cents,
    n.insolvent_on, n.published_on,
    coalesce(s.is_extension_agreed, false) AS is_extension_agreed,
    s.declared_on, s.claimed_on, s.admitted_on
FROM covers c
JOIN policy p ON p.id = c.policy_id
JOIN known o ON o.policy_id = p.id
JOIN contract k ON k.id = c.contract_id
JOIN invoice i ON i.contract_id = c.contract_id AND i.amount_cents > 0
    AND i.currency = p.currency
CROSS JOIN LATERAL (  -- the word of the day of delivery; else, the next one that covers
    SELECT x.layer, CASE WHEN x.valid_from_on <= d.on_day THEN x.share_ppm ELSE 0 END AS share_ppm,
        CASE WHEN x.share_ppm > 0 THEN x.valid_from_on END AS from_on,
        CASE WHEN x.share_ppm = 0 THEN x.valid_from_on - 1 END AS until_on
    FROM (SELECT coalesce(i.delivered_on, i.issued_on) AS on_day) d
    JOIN policy_cover x ON x.contract_id = c.contract_id AND x.policy_id = c.policy_id
        AND x.buyer_id IN (0, i.buyer_id) AND x.valid_from_on <= %(on)s
        AND (x.valid_from_on <= d.on_day OR x.share_ppm > 0)
    ORDER BY x.valid_from_on <= d.on_day DESC, x.buyer_id <> 0 DESC,
        abs(x.valid_from_on - d.on_day), x.recorded_at DESC LIMIT 1
) w
JOIN buyer_shown b ON b.contract_id = i.contract_id AND b.id = i.buyer_id
JOIN party q ON q.id = i.buyer_id
LEFT JOIN party y ON y.id = p.insurer_id
LEFT JOIN guarantee g ON g.contract_id = i.contract_id AND g.invoice_id = i.id
CROSS JOIN LATERAL policy_terms_on(p.id, greatest(coalesce(i.delivered_on, i.issued_on),
    o.first_on)) t
CROSS JOIN LATERAL contested_of(i.contract_id, i.id, %(on)s) d
LEFT JOIN LATERAL (
    SELECT x.* FROM policy_limit x WHERE x.policy_id = c.policy_id AND x.buyer_id = i.buyer_id
        AND coalesce(x.counts_from_on, x.valid_from_on) <= coalesce(i.delivered_on, i.issued_on)
    ORDER BY x.valid_from_on DESC, x.recorded_at DESC LIMIT 1
) l ON true
LEFT JOIN claimed z ON z.policy_id = c.policy_id AND z.buyer_id = i.buyer_id
LEFT JOIN insolvent n ON n.buyer_id = i.buyer_id
LEFT JOIN LATERAL (
    SELECT bool_or(x.step = 'EXTENDED') AS is_extension_agreed,
        min(x.step_on) FILTER (WHERE x.step = 'DECLARED') AS declared_on,
        min(x.step_on) FILTER (WHERE x.step = 'CLAIMED') AS claimed_on,
        min(x.step_on) FILTER (WHERE x.step = 'ADMITTED') AS admitted_on
    FROM cover_step_now x WHERE x.contract_id = i.contract_id AND x.policy_id = c.policy_id
        AND x.invoice_id = i.id AND x.step_on <= %(on)s
) s ON true
WHERE (w.from_on IS NOT NULL OR EXISTS (SELECT FROM policy_cover x
        WHERE x.contract_id = c.contract_id AND x.policy_id = c.policy_id AND x.share_ppm > 0
            AND x.buyer_id IN (0, i.buyer_id) AND x.valid_from_on <= w.until_on))
    AND (i.open_cents > 0 OR g.factor_open_cents > 0 OR g.client_open_cents > 0)
ORDER BY i.contract_id, i.id, c.policy_id
