-- Own records of a stream that a receipt covers and whose attachments the office has, with their bytes still here.
SELECT own.seq, own.bytes
FROM event AS own, line
WHERE own.series = ?1 AND own.stream = ?2 AND own.seq <= line.covered AND length(own.bytes) > 0
  AND NOT EXISTS (
    SELECT 1 FROM attachment_of AS named JOIN attachment AS held ON held.hash = named.hash
    WHERE named.seq = own.seq AND (held.received_epoch IS NULL OR held.received_epoch <> line.epoch))
ORDER BY own.seq
