-- One row for the staff per thing recorded for the opening of a contract, or of all, with who
-- recorded it; powers to sign and signed conditions with it.
SELECT o.id, o.contract_id, k.number AS contract_number, o.guard, o.label, o.fact_on, o.until_on,
    o.detail, o.source,
    o.digest, u.login
FROM (
    SELECT id, contract_id, guard, label, fact_on, until_on, detail, source,
        encode(digest, 'hex') AS digest, act_id
    FROM opening_fact
    UNION ALL
    SELECT p.id, c.id, 'POWERS', p.name, p.from_on, p.until_on,
        jsonb_build_object('is_ended', p.is_ended), p.source, NULL, p.act_id
    FROM power_now p JOIN contract c ON c.client_id = p.company_id
    WHERE (SELECT reading_for_factor())
    UNION ALL
    SELECT s.id, s.contract_id, 'SIGNATURES', s.signatory, s.ended_on, NULL,
        jsonb_build_object('is_changed',
        NOT conditions_hold(s.contract_id, s.version, s.act_id)), s.name,
            encode(s.evidence, 'hex'), s.end_act_id
    FROM signature_now s WHERE s.kind = 'CONDITIONS' AND s.outcome = 'SIGNED'
        AND (SELECT reading_for_factor())
) o
JOIN contract k ON k.id = o.contract_id
JOIN act a ON a.id = o.act_id
JOIN app_user u ON u.id = a.by_id
WHERE %(contract_id)s::bigint IS NULL OR o.contract_id = %(contract_id)s
ORDER BY o.id
