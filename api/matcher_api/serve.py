"""`matcher-serve`: the service on this machine; with `--demo`, a made-up week already solved and published."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from matcher_api.settings import Settings

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="监听地址 · Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口 · Port.", min=1, max=65535)] = 8000,
    demo: Annotated[
        bool, typer.Option(help="载入演示数据并印出登录名 · Load the demo week and print its logins.")
    ] = False,
    database: Annotated[str, typer.Option(help="数据库 · Database URL; else MATCHER_DATABASE_URL.")] = "",
    admin: Annotated[
        str, typer.Option(help="建立管理员并印出密码 · Make this administrator, print the password.")
    ] = "",
) -> None:
    """启动服务 · Brings the database up to date and serves the API until it is stopped."""
    import uvicorn

    from matcher_api.database.engine import make_engine
    from matcher_api.database.tables import METADATA
    from matcher_api.database.upgrade import upgrade
    from matcher_api.demo import Demo
    from matcher_api.main import create_app

    settings = Settings(database_url=database) if database else Settings()
    assert METADATA.tables
    engine = make_engine(settings.database_url)
    upgrade(engine)
    told: list[str] = []
    if admin:
        told += Demo(engine, settings).administrator(admin)
    if demo:
        told += Demo(engine, settings).week(scenario())
    for line in told:
        typer.echo(line)
    typer.echo(f"http://{host}:{port}/openapi.json")
    uvicorn.run(create_app(settings, engine=engine, migrate=False), host=host, port=port, access_log=False)


def scenario() -> Path:
    """The shipped week: of the installed package, else of the checkout."""
    import matcher

    package = Path(matcher.__file__).parent
    installed, checkout = package / "_scenarios" / "xizha-week", package.parents[1] / "scenarios" / "xizha-week"
    return installed if installed.is_dir() else checkout


def main() -> None:
    app()
