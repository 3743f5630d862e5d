"""Why and when: reasons of unserved visits, key figures, best times for a request, what is open nearby."""
