-- A quote that is read by a link is a paper too, and says whose it is.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- What a link to a quote opens: that quote, whether it was accepted, what its reader said of the
-- company itself, and the house that gave it.
CREATE OR REPLACE VIEW linked_quote WITH (security_barrier) AS
SELECT l.id AS link_id, q.id, q.prospect, q.product, q.quoted_on, q.last_on, q.currency, q.offer,
    p.quote_id IS NOT NULL AS is_public,
    CASE WHEN p.quote_id IS NOT NULL THEN q.request END AS request, p.language, a.accepted_on,
    a.person,
    EXISTS (SELECT FROM quote_acceptance x WHERE x.quoted_act_id = q.act_id) AS is_taken,
    EXISTS (SELECT FROM callback c WHERE c.quote_id = q.id AND NOT EXISTS (
        SELECT FROM callback_step s WHERE s.callback_id = c.id AND s.step = 'CLOSED')) AS is_called,
    f.name AS factor_name,
    (SELECT min(i.identifier) FROM party_identifier i
        WHERE i.party_id = f.id AND i.scheme = 'siren') AS factor_siren
FROM reading_quote_link() l
JOIN quote q ON q.id = l.quote_id
JOIN party f ON f.kind = 'FACTOR'
LEFT JOIN prospect_quote p ON p.quote_id = q.id
LEFT JOIN quote_acceptance a ON a.quote_id = q.id;
