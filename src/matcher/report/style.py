"""The one style sheet of the page and its drawings. One accent colour; everything else is grey."""

from __future__ import annotations

MAP_CSS = """
.m-street,.m-path,.m-steps,.m-signal,.m-zebra,.m-gate,.m-wall{fill:none;stroke-linecap:round}
.m-street{stroke:#c3cbcc;stroke-width:3.2}.m-path{stroke:#dbe0e1;stroke-width:1.8}
.m-steps{stroke:#b9c2c3;stroke-width:1.8;stroke-dasharray:2 2}
.m-signal,.m-zebra{stroke:#c3cbcc;stroke-width:3.2;stroke-dasharray:4 4}.m-gate{stroke:#8a9698;stroke-width:1.8}
.m-wall{stroke:#7d898b;stroke-width:1;stroke-dasharray:6 3}
.m-gate-open{fill:#fff;stroke:#5b6769}.m-gate-closed{fill:#aab3b4;stroke:#8a9698}
.m-facility{fill:#1d2526;stroke:#fff}.m-served{fill:#0b6b6b;fill-opacity:.8;stroke:#fff}
.a-mark{fill:#fff;stroke:#8a3b12;stroke-width:2}.a-number{font-size:11px;font-weight:600;fill:#8a3b12}
.m-halo{fill:#fff;fill-opacity:.85}.m-un{fill:none;stroke:#1d2526;stroke-width:2.4}
.m-label{font-size:11px;fill:#1d2526;paint-order:stroke;stroke:#fff;stroke-width:3px}
.m-way{fill:none;stroke:#0b6b6b;stroke-width:2;stroke-dasharray:5 3}
.m-stop{fill:#fff;stroke:#0b6b6b;stroke-width:1.5}.m-number{font-size:10px;fill:#0b6b6b;font-weight:700}
.m-home{fill:#8a3b12;fill-opacity:.1;stroke:#8a3b12;stroke-dasharray:4 3}
.m-rank{font-size:12px;fill:#1d2526;font-weight:700;paint-order:stroke;stroke:#fff;stroke-width:3px}
.c-0{fill:#0b6b6b;fill-opacity:.75}.c-1{fill:#fff;stroke:#0b6b6b;stroke-width:1.6}
.c-2{fill:none;stroke:#1d2526;stroke-width:1.8}.c-new{fill:#fff;stroke:#1d2526;stroke-width:2.4}
.c-hour{fill:#0b6b6b}.c-row{stroke:#d8dedf}
.c-reach{fill:none;stroke:#0b6b6b;stroke-width:2.4;stroke-opacity:.55;stroke-linecap:round;stroke-linejoin:round}
.m-ruler{fill:none;stroke:#1d2526}
"""
"""Marks of the street map, also of one that is a file of its own."""
DRAWINGS = """
svg text{font-family:inherit}
svg.timetable{display:block;min-width:860px;width:100%;height:auto}
svg.street-map{display:block;min-width:640px;width:100%;height:auto;border:1px solid var(--line)}
.t-band{fill:#f4f6f6}.t-hour{stroke:#d8dedf}.t-clock{font-size:11px;fill:#5b6769}
.t-group{font-size:11px;fill:#5b6769;font-weight:600}.t-label{font-size:11.5px;fill:#1d2526}
.t-walk{stroke:#5b6769;stroke-width:1.5;stroke-dasharray:2 2}
.t-bar.ordinary{fill:#d7ebe9;stroke:#0b6b6b;stroke-width:.6}.t-bar.guaranteed{fill:#0b6b6b}
.t-bar.booking{fill:#e6e9e9;stroke:#8a9698;stroke-width:.6}
.t-text{font-size:11.5px;fill:#1d2526}.t-text.guaranteed{fill:#fff}
""" + MAP_CSS.strip()
"""Of timetable and map, for other pages that show them."""
CSS = (
    """
:root{--ink:#1d2526;--soft:#5b6769;--line:#d8dedf;--band:#f4f6f6;--paper:#fff;--accent:#0b6b6b;--wash:#d7ebe9}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);
font:14px/1.5 "Noto Sans CJK SC","Noto Sans SC","PingFang SC","Microsoft YaHei",system-ui,sans-serif}
main{max-width:1180px;margin:0 auto;padding:20px 20px 48px}
h1{font-size:22px;line-height:1.3;margin:0;overflow-wrap:anywhere}
h2{font-size:16px;margin:32px 0 8px;padding-bottom:4px;border-bottom:2px solid var(--accent)}
h3{font-size:14px;margin:20px 0 4px}
p{margin:4px 0}
.sub{color:var(--soft);margin:2px 0 0}
.mark{border:1px solid var(--accent);color:var(--accent);border-radius:3px;padding:0 6px;font-size:12px;
white-space:nowrap;font-weight:600}
.proof{border-left:4px solid var(--accent);background:var(--band);padding:10px 14px;margin:16px 0 0}
.proof strong{font-size:18px;color:var(--accent);display:block}
.proof ul{margin:4px 0 0;padding-left:18px}
nav{margin:12px 0 0;font-size:13px;display:flex;flex-wrap:wrap;gap:2px 14px}
a{color:var(--accent)}
.tiles{display:grid;grid-template-columns:repeat(5,1fr);border-top:1px solid var(--line);
border-left:1px solid var(--line)}
.tiles div{padding:8px 10px;min-width:0;border-right:1px solid var(--line);border-bottom:1px solid var(--line)}
.tiles b{display:block;font-size:20px;line-height:1.25;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.tiles span{color:var(--soft);font-size:12px}
.cols{display:grid;grid-template-columns:repeat(auto-fit,minmax(240px,1fr));gap:4px 28px;align-items:start}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;width:100%;font-size:13px}
th{text-align:left;font-weight:600;color:var(--soft);border-bottom:1px solid var(--ink);padding:3px 12px 3px 0;
vertical-align:bottom;font-size:12px}
td{padding:3px 12px 3px 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
th:last-child,td:last-child{padding-right:0}
.scroll th:first-child,.scroll td:first-child{min-width:7em}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.t{white-space:nowrap;font-variant-numeric:tabular-nums}
td.t,td.n{overflow-wrap:normal}
.roster{table-layout:fixed}
.roster .c1{width:132px}.roster .c2{width:34%}.roster .c3{width:24%}
.wide .c1{width:200px}
.sign .c5{width:120px}
.bar{display:inline-block;width:64px;height:8px;background:var(--line);vertical-align:middle;margin-left:6px}
.bar rect{fill:var(--accent)}
.third{width:34%}
.g{color:var(--accent);font-weight:600}
.alert{border:1px solid var(--accent);padding:8px 12px;margin:16px 0 0}
.alert ul,.plain{margin:4px 0 0;padding-left:18px}
.way{color:var(--soft)}
.note{color:var(--soft);font-size:12px}
.legend{display:flex;flex-wrap:wrap;gap:2px 16px;font-size:12px;color:var(--soft);margin:4px 0}
.legend svg{vertical-align:-2px;margin-right:4px}
"""
    + DRAWINGS.strip()
    + """
footer{margin-top:32px;color:var(--soft);font-size:12px;border-top:1px solid var(--line);padding-top:8px}
@media (max-width:640px){
main{padding:14px 12px 32px}h1{font-size:19px}.proof strong{font-size:16px}
.roster,.roster tbody{display:block}
.roster thead{display:none}
.roster tr{display:grid;grid-template-columns:112px minmax(0,1fr);gap:0 8px;border-bottom:1px solid var(--line);
padding:5px 0}
.roster td{border:0;padding:0;width:auto!important;min-width:0}
.roster td.c1{font-weight:600;white-space:normal}.roster td.c3,.roster td.c4{color:var(--soft)}
.roster td.c5{display:none}
.tiles{grid-template-columns:1fr 1fr}
}
@media print{
@page{size:A4;margin:14mm}
body{font-size:10.5pt}main{max-width:none;padding:0}nav{display:none}
h2,h3{break-after:avoid}tr,.tiles div{break-inside:avoid}thead{display:table-header-group}
.scroll{overflow:visible}svg.timetable,svg.street-map{min-width:0;break-inside:avoid}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
"""
)
