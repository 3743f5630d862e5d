"""What a deployer sets: environment variables `MATCHER_*`, each with a default that runs on one machine."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """`database_url`: sqlite:///path or postgresql+psycopg://...; `secret` signs cookies and feed tokens."""

    model_config = SettingsConfigDict(env_prefix="MATCHER_", extra="ignore")

    database_url: str = "sqlite:///matcher.db"
    secret: str = ""
    """Empty: one is made and kept in `state_dir`/secret, readable by its owner alone."""
    state_dir: Path = Path("matcher-state")
    public_url: str = "http://127.0.0.1:8000"
    """How people reach the service; calendar feeds and cookies follow it (https: Secure cookies)."""
    zone: str = "Asia/Shanghai"
    session_hours: int = 12
    login_attempts: str = "10/minute"
    """Limit of failed and successful logins for one address and for one name (notation of `limits`)."""
    max_body_mb: int = 64
    cheap_passwords: bool = False
    """Fast argon2 parameters, for tests alone."""
    runner: bool = True
    """Whether this process takes queued runs and spawns solves."""
    lease_seconds: int = 30
    solves_at_once: int = 1
    """How many runs this process sees through at a time, each in a child process of its own."""
    dask_scheduler: str = ""
    """Address of an existing Dask scheduler (extra `cluster`); empty: solves run in child processes here."""
    log_json: bool = True
    smtp_host: str = ""
    """Mail server; empty: no e-mail is sent."""
    smtp_port: int = 25
    smtp_security: Literal["none", "starttls", "tls"] = "starttls"
    smtp_user: str = ""
    smtp_password: str = ""
    mail_from: str = "matcher@localhost"
    webhook_url: str = ""
    """Where messages are posted that go by text message or WeCom; empty: none. Https beyond this machine."""
    webhook_secret: str = ""
    """Signs what is posted there."""

    @property
    def secure_cookies(self) -> bool:
        return self.public_url.startswith("https://")
