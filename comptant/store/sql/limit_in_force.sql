-- One row: what a ceiling amounts to on the day; none where there is no such ceiling.
SELECT ceiling_amount(id, %(on)s) AS limit_cents FROM ceiling
WHERE scope = %(scope)s AND contract_id = %(contract_id)s AND party_id = %(party_id)s
    AND currency = %(currency)s
