"""Who may serve: volunteers, staff, providers' workers; their skills, credentials, hours and consents."""
