-- One row where a client's file gives a party this number and the house has not said yet whether it
-- is its own.
SELECT c.party_id FROM number_claim c
WHERE c.party_id = %(party_id)s AND c.scheme = %(scheme)s AND c.identifier = %(number)s
    AND NOT EXISTS (SELECT FROM number_word w WHERE w.party_id = c.party_id AND w.scheme = c.scheme
        AND w.identifier = c.identifier
        AND NOT w.is_borne)
LIMIT 1
