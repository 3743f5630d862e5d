"""CSV and workbook tables in and out, with a preview before anything is kept."""
