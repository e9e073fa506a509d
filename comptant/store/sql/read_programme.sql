-- One row: what runs in a programme, and what comes next.
SELECT %(contract_id)s::bigint AS contract_id, max(currency) AS currency,
    coalesce(sum(open_cents), 0)::bigint AS payables_used_cents,
    coalesce(sum(amount_cents) FILTER (WHERE state = 'UPLOADED'), 0)::bigint AS to_approve_cents,
    coalesce(sum(open_cents) FILTER (WHERE is_bought), 0)::bigint AS bought_cents,
    coalesce(sum(open_cents) FILTER (WHERE is_defaulted), 0)::bigint AS defaulted_cents,
    coalesce(sum(open_cents) FILTER (WHERE due_on < %(on)s), 0)::bigint AS overdue_cents,
    min(due_on) FILTER (WHERE open_cents > 0) AS next_due_on,
    coalesce(sum(rebated_cents), 0)::bigint AS rebated_cents
FROM programme_payable WHERE contract_id = %(contract_id)s
