SELECT up_to_seq, chain, server_ms, epoch, signature FROM receipt
WHERE township = ?1 AND series = ?2
