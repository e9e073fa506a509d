-- One row per contract that a fact about the subject concerns.
SELECT k.id AS contract_id FROM contract k
WHERE NOT k.is_house AND CASE %(subject)s
    WHEN 'PARTY' THEN k.id IN (SELECT contract_id FROM contract_buyer
        WHERE buyer_id = %(subject_id)s)
    WHEN 'BUYER' THEN k.id = %(contract_id)s AND EXISTS (
        SELECT FROM contract_buyer b WHERE b.contract_id = k.id AND b.buyer_id = %(subject_id)s)
    WHEN 'INVOICE' THEN k.id = %(contract_id)s AND EXISTS (
        SELECT FROM invoice i WHERE i.contract_id = k.id AND i.id = %(subject_id)s)
    ELSE k.id = %(contract_id)s AND k.id = %(subject_id)s END
ORDER BY k.id
