-- One row: what was done about the over-advance of a contract, of one guarantor or of all, but what
-- was undone.
SELECT coalesce(sum(amount_cents) FILTER (WHERE step = 'CALLED'), 0)::bigint AS called_cents,
    coalesce(sum(amount_cents) FILTER (WHERE step = 'PAID'), 0)::bigint AS paid_cents,
    coalesce(sum(amount_cents) FILTER (WHERE step = 'WRITTEN_OFF'), 0)::bigint AS lost_cents,
    (coalesce(sum(amount_cents) FILTER (WHERE step = 'REGAINED'), 0)
        + coalesce(sum(of_loss_cents), 0))::bigint AS regained_cents
FROM recourse_step_now
WHERE contract_id = %(contract_id)s
    AND (%(party_id)s::bigint IS NULL OR party_id = %(party_id)s)
