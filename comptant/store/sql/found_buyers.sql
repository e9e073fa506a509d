-- One row per distinct buyer of the file: the party it is, by its numbers or else by its name in this contract.
SELECT b.buyer_number, coalesce(
    (SELECT party_id FROM party_identifier WHERE scheme = 'siren' AND identifier = b.siren),
    (SELECT party_id FROM party_identifier WHERE scheme = 'siret' AND identifier = b.siret),
    (SELECT party_id FROM party_identifier WHERE scheme = 'vat' AND identifier = b.vat),
    (SELECT party_id FROM party_identifier WHERE scheme = 'lei' AND identifier = b.lei),
    (SELECT party_id FROM party_identifier WHERE scheme = 'foreign' AND identifier = b."foreign"),
    (SELECT min(p.id) FROM contract_buyer k JOIN party p ON p.id = k.buyer_id
     WHERE k.contract_id = %(contract_id)s AND lower(p.name) = lower(b.name)
        AND b.siren IS NULL AND b.siret IS NULL AND b.vat IS NULL AND b.lei IS NULL AND b."foreign" IS NULL
     HAVING count(*) = 1)) AS buyer_id
FROM sent_buyer b
