"""Repairs told: as findings with codes, places and sentences that do not give the answer away."""
