SELECT coalesce(sum(held.bytes), 0),
       coalesce(sum(CASE WHEN held.received_epoch = line.epoch THEN held.bytes ELSE 0 END), 0)
FROM attachment AS held, line
WHERE EXISTS (SELECT 1 FROM attachment_piece AS piece WHERE piece.hash = held.hash)
