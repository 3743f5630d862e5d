"""What is scarce, by the prices of a solve, and what one more of it would serve, confirmed by re-solving."""

from matcher.advise.advice import Advice, Advised, advise
from matcher.advise.scarce import Scarce, prices_of, scarce

__all__ = ["Advice", "Advised", "Scarce", "advise", "prices_of", "scarce"]
