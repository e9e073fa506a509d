-- One row per document on which the last sales ledger of a contract's client and ours differ.
SELECT d.line AS id, d.ledger_difference, d.invoice_number, d.buyer_name, d.ledger_open_cents,
    d.our_open_cents, k.currency
FROM ledger_difference d JOIN contract k ON k.id = d.contract_id
WHERE d.contract_id = %(contract_id)s
    AND d.sales_ledger_id = (SELECT max(s.id) FROM sales_ledger s
        WHERE s.contract_id = %(contract_id)s)
ORDER BY d.line
