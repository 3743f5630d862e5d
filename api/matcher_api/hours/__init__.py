"""The ledger of hours served: entries, never changed."""
