-- One row per instalment of the repayment plan in force of a contract (null: of every contract).
-- `repaid_cents`: what the client has repaid since, or collections have cured: nothing of a plan is
-- left beyond the over-advance of any close since, less what was repaid after that.
-- `by_client_cents`: what he has himself; `guaranteed_cents`: what the guarantee has taken since.
SELECT p.contract_id, p.id AS plan_id, i.due_on, i.amount_cents AS instalment_cents,
    r.repaid_cents, r.by_client_cents, g.guaranteed_cents, %(on)s::date AS today_on
FROM (
    SELECT DISTINCT ON (contract_id) contract_id, id, owed_cents FROM repayment_plan
    WHERE (%(contract_id)s::bigint IS NULL OR contract_id = %(contract_id)s) AND agreed_on <= %(on)s
    ORDER BY contract_id, id DESC
) p
CROSS JOIN LATERAL (
    SELECT greatest(p.owed_cents - greatest(min(f.over_cents - y.repaid_cents), 0),
        0)::bigint AS repaid_cents, max(y.repaid_cents)::bigint AS by_client_cents
    FROM (
        SELECT p.owed_cents AS over_cents, p.id AS after_id
        UNION ALL
        SELECT o.over_advance_cents, o.act_id FROM over_advance o
        WHERE o.contract_id = p.contract_id AND o.act_id > p.id AND o.from_on <= %(on)s
    ) f
    CROSS JOIN LATERAL (SELECT coalesce(-sum(g.amount_cents), 0) AS repaid_cents FROM entry e
        JOIN posting g ON g.contract_id = e.contract_id AND g.entry_id = e.id AND g.account = 'CCA'
        WHERE e.contract_id = p.contract_id AND e.event = 'client_repayment'
            AND coalesce(e.reverses_id, e.id) > p.id AND e.id > f.after_id) y
) r
CROSS JOIN LATERAL (
    SELECT coalesce(sum(t.guaranteed_cents - t.uncovered_cents), 0)::bigint AS guaranteed_cents
    FROM guarantee t WHERE t.contract_id = p.contract_id AND t.entry_id > p.id
        AND t.taken_on <= %(on)s
) g
JOIN repayment_instalment i ON i.contract_id = p.contract_id AND i.plan_id = p.id
ORDER BY p.contract_id, i.due_on
