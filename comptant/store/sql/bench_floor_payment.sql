-- One row per payment received on the day, narrow.
SELECT id, contract_id, value_on, amount_cents FROM payment WHERE value_on = %(on)s
