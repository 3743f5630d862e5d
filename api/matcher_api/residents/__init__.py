"""Whom is served: beneficiaries, as far as planning needs them; names and doors apart."""
