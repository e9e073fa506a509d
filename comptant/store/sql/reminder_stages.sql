-- One row per stage of the plans named and channel.
SELECT plan_id, stage_number, stage, offset_days, least_cents, channel FROM reminder_stage
WHERE plan_id = ANY (%(plan_ids)s)
ORDER BY plan_id, stage_number, channel
