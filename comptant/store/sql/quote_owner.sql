-- One row if the company that a quote was made for has an owner with an account here now.
SELECT q.party_id FROM quote q
WHERE q.id = %(quote_id)s AND EXISTS (
    SELECT FROM (SELECT DISTINCT ON (m.user_id) m.is_granted FROM membership m
        WHERE m.company_id = q.party_id AND m.role = %(role)s
            ORDER BY m.user_id, m.recorded_at DESC) held
    WHERE held.is_granted)
