"""The service over the library; see docs/architecture.md."""
