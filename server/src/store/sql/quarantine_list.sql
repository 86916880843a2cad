SELECT series, seq, problem, received_ms FROM quarantine
WHERE township = ?1 ORDER BY received_ms DESC, series, seq
