"""The page of all words: what Nudge says, in every typical situation, with the people of the story."""
