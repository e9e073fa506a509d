-- What a guarantor reads of itself: for how much it was called, since when, and what it has paid of it.
-- Frozen: once landed this file is never edited; the next change is the next migration.

CREATE OR REPLACE VIEW guaranteed_contract WITH (security_barrier) AS
SELECT s.id, s.number, s.client_name, s.siren, s.currency, s.status, s.since_on, g.guaranteed_cents,
    s.funds_in_use_cents, c.called_cents, c.surety_paid_cents, c.last_called_on
FROM contract_standing s
CROSS JOIN LATERAL (SELECT p.amount_cents AS guaranteed_cents FROM partner p
    WHERE p.contract_id = s.id AND p.role = 'guarantor' AND p.party_id = ANY ((SELECT reading_as('guarantor'))::bigint[])
    ORDER BY p.recorded_at DESC LIMIT 1) g
CROSS JOIN LATERAL (SELECT coalesce(sum(r.amount_cents) FILTER (WHERE r.step = 'CALLED'), 0)::bigint AS called_cents,
    coalesce(sum(r.amount_cents) FILTER (WHERE r.step = 'PAID'), 0)::bigint AS surety_paid_cents,
    max(r.step_on) FILTER (WHERE r.step = 'CALLED') AS last_called_on
    FROM recourse_step r
    WHERE r.contract_id = s.id AND r.party_id = ANY ((SELECT reading_as('guarantor'))::bigint[]) AND r.step <> 'UNDONE'
        AND NOT EXISTS (SELECT FROM recourse_step u WHERE u.contract_id = r.contract_id AND u.undoes_id = r.id)) c
WHERE s.id = ANY ((SELECT reading_partner('guarantor'))::bigint[]);
