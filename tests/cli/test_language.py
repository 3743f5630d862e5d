"""Chinese unless LANG or --lang say otherwise."""

import pytest

from matcher.cli import main
from matcher.cli.terminal import language
from matcher.cli.texts import TEXTS
from matcher.report.texts import TEXTS as REPORT_TEXTS


@pytest.mark.parametrize(
    ("lang", "expected"), [("en_US.UTF-8", "en"), ("zh_CN.UTF-8", "zh"), ("C", "zh"), ("", "zh"), ("de_DE", "zh")]
)
def test_from_the_environment(lang: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", lang)
    assert language() == expected
    assert language("zh") == "zh"
    assert language("en") == "en"


@pytest.mark.parametrize(
    "args",
    [["--lang", "zh", "solve", "nowhere"], ["solve", "nowhere", "--lang", "zh"], ["solve", "--lang=zh", "nowhere"]],
)
def test_lang_may_stand_anywhere(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(args) == 2
    assert capsys.readouterr().err.startswith("输入有 1 处错误：")


def test_an_unknown_language_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "nowhere", "--lang", "fr"]) == 2
    assert "language (fr) is not known" in capsys.readouterr().err


@pytest.mark.parametrize("catalogue", [TEXTS, REPORT_TEXTS], ids=["cli", "report"])
def test_both_languages_take_the_same_values(catalogue: dict[str, tuple[str, str]]) -> None:
    from string import Formatter

    def fields(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    assert [key for key, (zh, en) in catalogue.items() if fields(zh) != fields(en)] == []
