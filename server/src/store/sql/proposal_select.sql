SELECT proposal_id, case_id, written, made_ms, made_by, state, settled_ms, settled_by, note FROM proposal
