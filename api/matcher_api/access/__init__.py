"""Who may do what: roles, logins, sessions, machine tokens, the ledger of reveals."""
