-- One row per thing recorded for the opening of a contract, the oldest first; the powers of its
-- client's people and its signed conditions with it.
SELECT id, guard, label, fact_on, until_on, detail, source FROM opening_fact
    WHERE contract_id = %(contract_id)s
UNION ALL
SELECT p.id, 'POWERS', p.name, p.from_on, p.until_on, jsonb_build_object('is_ended', p.is_ended,
        'signer_count', p.signer_count),
    p.source
FROM power_now p JOIN contract k ON k.client_id = p.company_id WHERE k.id = %(contract_id)s
UNION ALL
SELECT s.id, 'SIGNATURES', s.signatory, s.ended_on, NULL,
    jsonb_build_object('is_changed',
        NOT conditions_hold(s.contract_id, s.version, s.act_id)), s.name
FROM signature_now s WHERE s.contract_id = %(contract_id)s AND s.kind = 'CONDITIONS'
    AND s.outcome = 'SIGNED'
ORDER BY id
