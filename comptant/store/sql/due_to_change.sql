-- One row per open invoice whose answer changes by time alone, up to the day: a date of its own has come, or the day
-- of a fact, a term or a limit that was said before it and that no close has seen yet.
WITH begun AS (
    SELECT t.contract_id, t.subject, t.subject_id FROM term t JOIN act a ON a.id = t.act_id
    WHERE t.valid_from_on <= %(on)s AND t.valid_from_on > coalesce((SELECT max(day) FROM day_close), '-infinity')
        AND a.on_date < t.valid_from_on AND t.contract_id IN (0, %(contract_id)s)
), buyers AS (
    SELECT subject_id AS buyer_id FROM begun WHERE subject IN ('BUYER', 'PARTY')
    UNION
    SELECT c.party_id FROM begun b JOIN ceiling c ON c.id = b.subject_id
    WHERE b.subject = 'CEILING' AND c.scope = 'CONTRACT_BUYER' AND c.contract_id = %(contract_id)s
)
SELECT id FROM invoice
WHERE contract_id = %(contract_id)s AND next_change_on <= %(on)s AND open_cents > 0
UNION
SELECT i.id FROM buyers b JOIN invoice i ON i.contract_id = %(contract_id)s AND i.buyer_id = b.buyer_id
WHERE i.open_cents > 0
UNION
SELECT i.id FROM begun b JOIN invoice i ON i.contract_id = %(contract_id)s AND i.id = b.subject_id
WHERE b.subject = 'INVOICE' AND i.open_cents > 0
UNION
SELECT i.id FROM invoice i
WHERE i.contract_id = %(contract_id)s AND i.open_cents > 0 AND EXISTS (SELECT FROM begun WHERE subject = 'CONTRACT')
