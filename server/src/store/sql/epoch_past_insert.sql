INSERT INTO epoch_past (township, epoch, ended_ms, audit_last, log_last, console_series)
SELECT township, epoch, ?2, audit_last, log_last, console_series FROM township
WHERE township = ?1
