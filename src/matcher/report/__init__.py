"""Rosters for people: tables, key figures, files, drawings and a page, each for one audience."""

from matcher.report.audience import (
    AUDIENCES,
    COORDINATOR,
    GATE,
    NOTICE,
    OVERVIEW,
    VOLUNTEER,
    Audience,
    audience,
    masked,
)
from matcher.report.figures import KeyFigures, key_figures
from matcher.report.proof import Proof, proof
from matcher.report.reasons import Reason, reasons
from matcher.report.setting import Setting
from matcher.report.words import Words

__all__ = [
    "AUDIENCES",
    "COORDINATOR",
    "GATE",
    "NOTICE",
    "OVERVIEW",
    "VOLUNTEER",
    "Audience",
    "KeyFigures",
    "Proof",
    "Reason",
    "Setting",
    "Words",
    "audience",
    "key_figures",
    "masked",
    "proof",
    "reasons",
]
