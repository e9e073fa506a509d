-- One row per open invoice of some contracts, with all that its judgment needs: what positions.sql
-- tells of each, read at once (a test holds both to the same answer).
WITH draw AS (
    SELECT coalesce((SELECT value #>> '{}' FROM term
        WHERE contract_id = 0 AND subject = 'FACTOR' AND name = 'sampling_key'
        ORDER BY valid_from_on DESC, recorded_at DESC LIMIT 1), '') AS key
), k AS (
    SELECT * FROM unnest(%(contract_ids)s::bigint[], %(sample_ppms)s::bigint[]) AS k (contract_id,
        sample_ppm)
), said AS (  -- of a name said twice the last one stays, as jsonb keeps its keys
    SELECT t.contract_id, t.subject_id AS invoice_id,
        jsonb_object_agg(t.name, t.value ORDER BY t.name, t.valid_from_on, t.recorded_at)
            FILTER (WHERE t.valid_from_on <= %(on)s) AS facts,
        min(t.valid_from_on) FILTER (WHERE t.valid_from_on > %(on)s) AS change_on
    FROM term t
    WHERE t.contract_id = ANY (%(contract_ids)s::bigint[]) AND t.subject = 'INVOICE'
        AND EXISTS (SELECT FROM invoice o WHERE o.contract_id = t.contract_id
            AND o.id = t.subject_id AND o.open_cents <> 0)
    GROUP BY t.contract_id, t.subject_id
), sent AS (
    SELECT m.contract_id, m.id, m.posted_on, m.sent_on,
        CASE WHEN m.transfer_mode = 'DAILLY' THEN NOT EXISTS (
                SELECT FROM signature_now s WHERE s.contract_id = m.contract_id AND s.kind = 'TITLE'
                    AND s.subject_id = m.id AND s.outcome = 'SIGNED')
            AND NOT EXISTS (SELECT FROM paper p WHERE p.contract_id = m.contract_id
                AND p.kind = 'TITLE' AND p.subject_id = m.id) ELSE false END AS title_unsigned
    FROM remittance m WHERE m.contract_id = ANY (%(contract_ids)s::bigint[])
), held AS (
    SELECT i.contract_id, i.id AS invoice_id, greatest(
        max(t.approved_cents) - coalesce(max(g.guaranteed_cents), 0),
        max(t.approved_cents) FILTER (WHERE
            t.entry_id > coalesce(g.again_entry_id, g.entry_id))) AS most_cents
    FROM invoice i
    CROSS JOIN LATERAL (
        SELECT m.entry_id, sum(m.approved_cents) OVER (ORDER BY m.entry_id) AS approved_cents
        FROM movement m WHERE m.contract_id = i.contract_id AND m.item_id = i.id
            AND m.account = 'DEB') t
    LEFT JOIN guarantee g ON g.contract_id = i.contract_id AND g.invoice_id = i.id
    WHERE i.contract_id = ANY (%(contract_ids)s::bigint[]) AND i.open_cents <> 0
        AND (i.holds IS NOT NULL OR i.reduction_cents > 0)
    GROUP BY i.contract_id, i.id
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
FROM invoice i CROSS JOIN draw
JOIN k ON k.contract_id = i.contract_id
JOIN sent r ON r.contract_id = i.contract_id AND r.id = i.remittance_id
LEFT JOIN said d ON d.contract_id = i.contract_id AND d.invoice_id = i.id
LEFT JOIN held h ON h.contract_id = i.contract_id AND h.invoice_id = i.id
WHERE i.contract_id = ANY (%(contract_ids)s::bigint[]) AND i.amount_cents > 0
    AND i.open_cents <> 0
ORDER BY i.contract_id, i.id
