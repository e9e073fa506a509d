-- Whether the factor answers for the buyer of an invoice asked for, under a contract without recourse:
-- a part of it is approved, or the guarantee has taken a part over.
SELECT EXISTS (SELECT FROM invoice i
    WHERE i.contract_id = %(contract_id)s AND i.id = ANY (%(ids)s::bigint[])
        AND (i.approved_cents > 0 OR EXISTS (SELECT FROM guarantee g
            WHERE g.contract_id = i.contract_id AND g.invoice_id = i.id))) AS is_ours
