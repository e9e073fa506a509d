-- One row per SIREN of a buyer that a contract names on a day.
SELECT i.identifier AS siren
FROM (
    SELECT DISTINCT ON (subject_id) subject_id AS buyer_id, value FROM term
    WHERE contract_id = %(contract_id)s AND subject = 'BUYER' AND name = 'is_named'
        AND valid_from_on <= %(on)s
    ORDER BY subject_id, valid_from_on DESC, recorded_at DESC
) n
JOIN party_identifier i ON i.party_id = n.buyer_id AND i.scheme = 'siren'
WHERE n.value = 'true'
