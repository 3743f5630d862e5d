"""Plans of one or several communities over some days: the draft, its numbered versions, what is published."""
