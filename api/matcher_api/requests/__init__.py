"""What people ask for: one form and one case number for every category; web = counter = phone."""
