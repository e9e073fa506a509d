-- One row per invoice to judge again: those named (or all open), those of buyers with credits,
-- those that wait for room.
-- the key of the factor's sampling: the same draw on every replay, not to be guessed outside (C-8)
WITH draw AS (
    SELECT coalesce((SELECT value #>> '{}' FROM term
        WHERE contract_id = 0 AND subject = 'FACTOR' AND name = 'sampling_key'
        ORDER BY valid_from_on DESC, recorded_at DESC LIMIT 1), '') AS key
), k AS (
    SELECT * FROM unnest(%(contract_ids)s::bigint[], %(sample_ppms)s::bigint[]) AS k (contract_id,
        sample_ppm)
), touched AS (  -- each looked up by its key: how many come is not what a plan expects
    SELECT i.contract_id, i.id, i.buyer_id FROM k JOIN invoice i ON i.contract_id = k.contract_id
    WHERE %(all_open)s AND i.amount_cents > 0 AND i.open_cents <> 0
    UNION ALL
    SELECT n.contract_id, n.id, i.buyer_id
    FROM unnest(%(invoices_of)s::bigint[], %(invoice_ids)s::bigint[]) AS n (contract_id, id)
    CROSS JOIN LATERAL (
        SELECT buyer_id FROM invoice WHERE contract_id = n.contract_id AND id = n.id
            AND amount_cents > 0 OFFSET 0
    ) i
), named AS (
    SELECT contract_id, buyer_id FROM touched
    UNION SELECT * FROM unnest(%(buyers_of)s::bigint[], %(buyer_ids)s::bigint[])
), buyers AS (  -- with those of their groups: room freed under a group's limit is for its oldest
    SELECT contract_id, buyer_id FROM named
    UNION
    SELECT k.contract_id, k.buyer_id FROM named n JOIN group_member mine
        ON mine.party_id = n.buyer_id
    JOIN group_member other ON other.group_id = mine.group_id
    JOIN contract_buyer k ON k.contract_id = n.contract_id AND k.buyer_id = other.party_id
    UNION  -- and under an insurer's policy with all those of the contract of whom something waits
    SELECT e.contract_id, e.buyer_id FROM exposure e
    WHERE e.outstanding_cents - e.ineligible_cents - e.reduction_cents > e.approved_cents
        AND e.contract_id IN (
        SELECT l.contract_id FROM allotment l JOIN ceiling c ON c.id = l.ceiling_id
            AND c.scope = 'INSURER_POLICY'
        WHERE l.contract_id IN (SELECT contract_id FROM named))
), with_credits AS (
    SELECT b.contract_id, b.buyer_id FROM buyers b CROSS JOIN LATERAL (
        SELECT sum(e.unapplied_credit_cents + e.unallocated_cash_cents +
            e.reduction_cents) AS credit_cents
        FROM exposure e WHERE e.contract_id = b.contract_id AND e.buyer_id = b.buyer_id
    ) e WHERE e.credit_cents > 0
-- their amounts go to the oldest held invoices: all of these are judged together
), with_exceptions AS (
    SELECT b.contract_id, b.buyer_id FROM buyers b CROSS JOIN LATERAL (
        SELECT FROM term t WHERE t.contract_id = b.contract_id AND t.subject = 'BUYER'
            AND t.subject_id = b.buyer_id
            AND t.name LIKE 'exception.%%'
            AND t.valid_from_on <= %(on)s AND (t.value ->> 'until_on')::date >= %(on)s::date - 1
                LIMIT 1
    ) t
), wanted AS (
    SELECT contract_id, id FROM touched
    UNION
    SELECT i.contract_id, i.id
    FROM with_exceptions w JOIN invoice i ON i.contract_id = w.contract_id
        AND i.buyer_id = w.buyer_id
    WHERE i.open_cents > 0 AND i.holds IS NOT NULL
    UNION
    SELECT i.contract_id, i.id
    FROM with_credits w JOIN invoice i ON i.contract_id = w.contract_id AND i.buyer_id = w.buyer_id
    WHERE i.open_cents > 0
    UNION
    SELECT waiting.contract_id, waiting.id FROM buyers b CROSS JOIN LATERAL (
        SELECT i.contract_id, i.id FROM invoice i
        WHERE i.contract_id = b.contract_id AND i.buyer_id = b.buyer_id
            AND i.open_cents - i.ineligible_cents - i.reduction_cents > i.approved_cents
        ORDER BY i.id LIMIT %(most)s
    ) waiting
)
SELECT i.contract_id, i.id AS invoice_id, i.buyer_id, coalesce(r.sent_on, r.posted_on) AS sent_on,
    i.type_code, i.issued_on, i.due_on,
    i.currency, i.amount_cents AS gross_cents, i.open_cents, i.approved_cents,
    coalesce((d.facts ->> 'disputed_cents')::bigint, 0) AS disputed_cents,
    coalesce((d.facts ->> 'dispute_rest_confirmed')::boolean, false) AS dispute_rest_confirmed,
    coalesce((d.facts ->> 'retention_cents')::bigint, 0) AS retention_cents,
    coalesce((d.facts ->> 'factored_elsewhere')::boolean, false) AS factored_elsewhere,
    coalesce((d.facts ->> 'has_number_twin')::boolean, false) AS has_number_twin,
    coalesce((d.facts ->> 'reassigned_before')::boolean, false) AS reassigned_before,
    i.is_mentioned OR coalesce((d.facts ->> 'is_notified')::boolean, false) AS has_payment_mention,
    r.title_unsigned,
    coalesce(d.facts ->> 'assignment_restriction', 'NONE') AS assignment_restriction,
    coalesce((d.facts ->> 'is_deposit')::boolean, false) AS is_deposit,
    coalesce((d.facts ->> 'is_progress')::boolean, false) AS is_progress,
    coalesce((d.facts ->> 'progress_signed')::boolean, false) AS progress_signed,
    coalesce((d.facts ->> 'is_works')::boolean, false) AS is_works,
    coalesce((d.facts ->> 'works_documents_complete')::boolean, false) AS works_documents_complete,
    coalesce((d.facts ->> 'is_conditional_sale')::boolean, false) AS is_conditional_sale,
    coalesce((d.facts ->> 'payment_means_excluded')::boolean, false) AS payment_means_excluded,
    k.sample_ppm > 0 AND ('x' || left(encode(sha256(convert_to(i.fingerprint::text || draw.key,
        'UTF8')), 'hex'), 8))
        ::bit(32)::bigint %% 1000000 < k.sample_ppm AS is_sampled,
    coalesce((d.facts ->> 'has_delivery_proof')::boolean, false) AS has_delivery_proof,
    d.facts ->> 'verification_answer' AS verification_answer,
    d.facts ->> 'einvoice_status' AS einvoice_status,
    coalesce((d.facts ->> 'is_defunded')::boolean, false) AS is_defunded,
    coalesce((d.facts ->> 'fraud_suspected')::boolean, false) AS fraud_suspected,
    CASE WHEN d.facts IS NOT NULL THEN (SELECT jsonb_object_agg(substr(e.key, 11), e.value)
        FROM jsonb_each(d.facts) e
        WHERE e.key LIKE 'exception.%%' AND e.value <> 'null')::text END AS exceptions,
    coalesce(h.most_cents, 0)::bigint AS most_cents,
    i.ineligible_cents AS was_ineligible_cents, i.reduction_cents AS was_reduction_cents,
    i.advance_class AS was_class, i.hold AS was_hold, i.holds AS was_holds,
        i.next_change_on AS was_next_change_on,
    d.change_on AS invoice_facts_change_on, d.facts ->> 'payment_regime' AS invoice_regime,
    coalesce((d.facts ->> 'delivered_on')::date, i.delivered_on) AS delivered_on
FROM wanted w CROSS JOIN draw
JOIN k ON k.contract_id = w.contract_id
CROSS JOIN LATERAL (
    SELECT * FROM invoice WHERE contract_id = w.contract_id AND id = w.id
        AND amount_cents > 0 OFFSET 0
) i
CROSS JOIN LATERAL (
    SELECT m.posted_on, m.sent_on, CASE WHEN m.transfer_mode = 'DAILLY' THEN NOT EXISTS (
            SELECT FROM signature_now s WHERE s.contract_id = m.contract_id AND s.kind = 'TITLE'
                AND s.subject_id = m.id AND s.outcome = 'SIGNED')
        AND NOT EXISTS (SELECT FROM paper p WHERE p.contract_id = m.contract_id
            AND p.kind = 'TITLE' AND p.subject_id = m.id) ELSE false END AS title_unsigned
    FROM remittance m WHERE m.contract_id = i.contract_id AND m.id = i.remittance_id OFFSET 0
) r
CROSS JOIN LATERAL (  -- of a name said twice the last one stays, as jsonb keeps its keys
    SELECT jsonb_object_agg(t.name, t.value ORDER BY t.name, t.valid_from_on, t.recorded_at)
            FILTER (WHERE t.valid_from_on <= %(on)s) AS facts,
        min(t.valid_from_on) FILTER (WHERE t.valid_from_on > %(on)s) AS change_on
    FROM term t WHERE t.contract_id = w.contract_id AND t.subject = 'INVOICE'
        AND t.subject_id = w.id
) d
-- the most that was ever approved of an invoice that is held, or that money waiting reduces: a
-- dispute, or that money, has suspended what is less;
-- what the guarantee has taken of it does not come back to the part that stays assigned
CROSS JOIN LATERAL (
    SELECT greatest(max(t.approved_cents) - coalesce(max(g.guaranteed_cents), 0),
        max(t.approved_cents) FILTER (WHERE
            t.entry_id > coalesce(g.again_entry_id, g.entry_id))) AS most_cents
    FROM (
        SELECT m.entry_id, sum(m.approved_cents) OVER (ORDER BY m.entry_id) AS approved_cents
        FROM movement m
        WHERE (i.holds IS NOT NULL OR i.reduction_cents > 0)
            AND m.contract_id = w.contract_id AND m.item_id = w.id
            AND m.account = 'DEB') t
    LEFT JOIN guarantee g ON g.contract_id = w.contract_id AND g.invoice_id = w.id
) h
ORDER BY i.contract_id, i.id
