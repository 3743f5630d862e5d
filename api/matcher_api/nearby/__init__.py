"""What is near a door: facilities and providers by walking time, open now or when next."""
