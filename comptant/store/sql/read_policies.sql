-- One row per policy that the reader may see, with its terms in force on a day.
SELECT p.id, p.policy_number, p.insurer_id, i.name AS insurer_name, p.holder_id,
    h.name AS holder_name, p.currency, p.from_on, v.valid_from_on, v.terms,
    v.terms ->> 'insured_base' AS insured_base,
    (v.terms ->> 'insured_ppm')::bigint AS insured_ppm,
    (v.terms ->> 'is_delegated')::boolean AS is_delegated,
    (v.terms ->> 'is_paid_up')::boolean AS is_paid_up, p.source
FROM policy p
LEFT JOIN party i ON i.id = p.insurer_id
LEFT JOIN party h ON h.id = p.holder_id
LEFT JOIN LATERAL policy_terms_on(p.id, %(on)s) v ON true
ORDER BY p.id
