-- One row per day of one promise, written with the promise and its invoices.
WITH made AS (
    INSERT INTO promise (contract_id, id, buyer_id, currency, promised_on, evidence, consent,
        act_id)
    VALUES (%(contract_id)s, %(id)s, %(buyer_id)s, %(currency)s, %(promised_on)s, %(evidence)s,
        %(consent)s, %(act_id)s)
    RETURNING contract_id, id
), about AS (
    INSERT INTO promise_line (contract_id, promise_id, invoice_id, open_cents, promised_cents)
    SELECT m.contract_id, m.id, n.* FROM made m CROSS JOIN unnest(%(invoice_ids)s::bigint[],
        %(open_cents)s::bigint[], %(promised_cents)s::bigint[]) AS n
)
INSERT INTO promise_instalment (contract_id, promise_id, due_on, amount_cents)
SELECT m.contract_id, m.id, n.* FROM made m
CROSS JOIN unnest(%(days)s::date[], %(amounts)s::bigint[]) AS n
