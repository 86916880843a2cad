INSERT INTO receipt (township, series, up_to_seq, chain, server_ms, epoch, signature)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (township, series) DO UPDATE SET
  up_to_seq = excluded.up_to_seq, chain = excluded.chain, server_ms = excluded.server_ms,
  epoch = excluded.epoch, signature = excluded.signature
