-- No row: a way to feed a contract is opened or ended.
INSERT INTO feed (contract_id, way, sender, is_open, user_id, act_id)
VALUES (%(contract_id)s, %(way)s, %(sender)s, %(is_open)s, %(user_id)s, %(act_id)s)
