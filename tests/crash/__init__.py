"""Kill the sender at random moments, again and again: nothing may be lost, nothing said twice."""
