-- One row per contract that may be seen by its number or id, the house's own among them.
SELECT k.id, k.number, k.currency, k.is_house FROM contract k
WHERE k.number = %(number)s OR k.id::text = %(number)s
ORDER BY k.number = %(number)s DESC
