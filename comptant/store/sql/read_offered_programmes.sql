-- One row per programme to which the reader's company is invited as a supplier.
SELECT id, contract_number, buyer_name, currency, supplier_id, step AS supplier_step
    FROM offered_programme ORDER BY id
