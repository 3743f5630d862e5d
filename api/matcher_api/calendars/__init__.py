"""Which days are workdays, holidays and made-up workdays (调休), and when schools teach."""
