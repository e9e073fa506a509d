-- One row per decision of insurers on buyers, under the policies that the reader may see.
SELECT l.id, l.policy_id, p.policy_number, i.name AS insurer_name, l.buyer_id,
    b.name AS buyer_name, l.decision AS policy_decision, l.decision_number, p.currency,
    l.amount_cents,
    l.valid_from_on, l.until_on, l.source
FROM policy_limit l
JOIN policy p ON p.id = l.policy_id
LEFT JOIN party i ON i.id = p.insurer_id
LEFT JOIN party b ON b.id = l.buyer_id
ORDER BY l.id DESC
