SELECT township, case_id, begun_ms, to_township, state, ended_ms FROM transfer
