-- One row: what runs in a programme, and what comes next.
SELECT %(contract_id)s::bigint AS contract_id, max(currency) AS currency,
    (SELECT (t.value)::bigint FROM term t WHERE t.contract_id = %(contract_id)s
        AND t.subject = 'CONTRACT'
        AND t.subject_id = %(contract_id)s AND t.name = 'payables_line_cents'
            AND t.valid_from_on <= %(on)s
        ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1) AS payables_line_cents,
    coalesce(sum(open_cents), 0)::bigint AS payables_used_cents,
    coalesce(sum(amount_cents) FILTER (WHERE state = 'UPLOADED'), 0)::bigint AS to_approve_cents,
    coalesce(sum(open_cents) FILTER (WHERE is_bought), 0)::bigint AS early_open_cents,
    coalesce(sum(open_cents) FILTER (WHERE is_defaulted), 0)::bigint AS defaulted_cents,
    coalesce(sum(open_cents) FILTER (WHERE due_on < %(on)s), 0)::bigint AS overdue_cents,
    min(due_on) FILTER (WHERE open_cents > 0) AS next_due_on,
    coalesce(sum(rebated_cents), 0)::bigint AS rebated_cents
FROM programme_payable WHERE contract_id = %(contract_id)s
