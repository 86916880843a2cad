SELECT up_to_seq, chain, server_ms, epoch, signature, backed_up_to, backup_signature FROM receipt
WHERE township = ?1 AND series = ?2
