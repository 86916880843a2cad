SELECT count(*), coalesce(sum(held.bytes), 0)
FROM attachment AS held, line
WHERE (held.received_epoch IS NULL OR held.received_epoch <> line.epoch)
  AND EXISTS (SELECT 1 FROM attachment_of AS named WHERE named.hash = held.hash)
