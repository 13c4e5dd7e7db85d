"""What separates a board from a reference, as repairs that have been tried."""
