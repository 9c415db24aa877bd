"""工单 work orders: their state, steps, clocks, incidents, complaints, and who answers for them. Folds and pure rules."""
