SELECT opening_id, case_id, user_id, asked_ms, state, settled_by, settled_ms, until_ms, words
FROM unsealing
