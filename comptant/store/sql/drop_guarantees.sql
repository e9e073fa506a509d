-- One row per invoice of which all that the guarantee had taken is given back.
DELETE FROM guarantee WHERE contract_id = %(contract_id)s AND invoice_id = ANY (%(ids)s::bigint[])
