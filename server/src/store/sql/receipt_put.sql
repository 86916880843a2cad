INSERT INTO receipt (township, series, up_to_seq, chain, server_ms, epoch, signature,
                     backed_up_to, backup_signature)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (township, series) DO UPDATE SET
  up_to_seq = excluded.up_to_seq, chain = excluded.chain, server_ms = excluded.server_ms,
  epoch = excluded.epoch, signature = excluded.signature,
  backed_up_to = excluded.backed_up_to, backup_signature = excluded.backup_signature
