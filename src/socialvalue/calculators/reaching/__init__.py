"""What would reach a sum or the target: the least more of each measure, as the engine counts it."""
