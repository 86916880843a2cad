INSERT INTO township (township, name, epoch, receipt_key_sealed, receipt_key_public, console_series,
                      log_last, audit_last, audit_head, created_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, 0, ?7, ?8)
