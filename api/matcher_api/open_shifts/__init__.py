"""Work that is still open: who could take it, who is asked at once, and who picks it themselves."""
