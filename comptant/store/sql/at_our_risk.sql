-- One row: whether a part of one of the invoices asked for is approved, or the guarantee has taken
-- it over; then the factor answers for the buyer, where the contract has no recourse.
SELECT EXISTS (SELECT FROM invoice i
    WHERE i.contract_id = %(contract_id)s AND i.id = ANY (%(ids)s::bigint[])
        AND (i.approved_cents > 0 OR EXISTS (SELECT FROM guarantee g
            WHERE g.contract_id = i.contract_id AND g.invoice_id = i.id))) AS is_ours
