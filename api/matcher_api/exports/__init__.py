"""Rosters as files for people: workbook, CSV, calendars, page; names are joined here and nowhere deeper."""
