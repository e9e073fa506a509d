-- One row: the call that carries a message, locked.
SELECT state, job, sent_on, answer FROM insurer_call WHERE message_id = %(message_id)s FOR UPDATE
