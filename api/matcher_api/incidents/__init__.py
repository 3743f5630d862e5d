"""What went wrong at a visit: told by whoever was there, looked into by the desk."""
