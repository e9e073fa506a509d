-- One row: a broker's mandate for a contract, as it stands.
SELECT given_by, signed_on, until_on FROM broker_mandate
WHERE contract_id = %(contract_id)s AND party_id = %(party_id)s ORDER BY recorded_at DESC LIMIT 1
