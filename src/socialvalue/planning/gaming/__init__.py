"""How a scheme can be gamed: each way is a bid that the engine scores."""
