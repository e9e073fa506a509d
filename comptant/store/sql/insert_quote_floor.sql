-- One row: what a quote costs the house and would leave to it.
INSERT INTO quote_floor (quote_id, cost_floor_cents, margin_cents, floor, act_id)
VALUES (%(quote_id)s, %(cost_floor_cents)s, %(margin_cents)s, %(floor)s::jsonb, %(act_id)s)
