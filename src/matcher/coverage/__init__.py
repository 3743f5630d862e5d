"""Which door reaches which service within 15 minutes on foot, and when it is open or staffed."""
