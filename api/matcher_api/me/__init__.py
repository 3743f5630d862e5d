"""What a volunteer sees and does: offers, answers, shifts."""
