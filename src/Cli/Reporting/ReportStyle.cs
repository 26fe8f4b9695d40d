namespace Tagalong.Cli.Reporting;

/// <summary>The style sheet: for light and dark, for paper and for phones.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root { color-scheme: light dark; --back: #f6f7f9; --card: #ffffff; --ink: #1b2330; --soft: #5a6675; --line: #dde2e9;
          --had: #7d93ad; --given: #0b8f6a; --kept: #c98200; --lacking: #c0392b; --track: #e9edf2; --accent: #0b6bcb; }
        @media (prefers-color-scheme: dark) { :root { --back: #10151c; --card: #18202a; --ink: #e8edf3; --soft: #9dabbb; --line: #2c3744;
          --had: #64809f; --given: #2bb98d; --kept: #e0a030; --lacking: #e8695c; --track: #26303c; --accent: #6bb1ff; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--back); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
        main, header, footer { max-width: 1120px; margin: 0 auto; padding: 0 24px; }
        header { padding-top: 36px; }
        h1 { font-size: 26px; line-height: 1.2; margin: 0 0 4px; letter-spacing: -.01em; }
        h2 { font-size: 18px; margin: 0 0 4px; }
        h3 { font-size: 15px; margin: 20px 0 6px; }
        p { margin: 0 0 10px; max-width: 78ch; }
        .soft { color: var(--soft); }
        .mode { display: inline-block; padding: 1px 10px; border: 1px solid var(--line); border-radius: 999px; font-size: 13px; margin-right: 8px; }
        .mode.dry { border-color: var(--kept); color: var(--kept); }
        section, .hero { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 20px 24px; margin: 16px 0; }
        .hero { display: grid; grid-template-columns: minmax(190px, 260px) 1fr; gap: 12px 36px; align-items: center; }
        .big { font-size: 52px; line-height: 1; font-weight: 650; letter-spacing: -.03em; font-variant-numeric: tabular-nums; }
        dl.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(120px, 1fr)); gap: 12px 20px; margin: 0; }
        dl.tiles dt { color: var(--soft); font-size: 13px; }
        dl.tiles dd { margin: 0; font-size: 22px; font-weight: 600; font-variant-numeric: tabular-nums; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: 14px; }
        caption { text-align: left; color: var(--soft); padding: 0 0 6px; caption-side: top; }
        th, td { text-align: left; padding: 6px 14px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
        thead th { color: var(--soft); font-weight: 500; font-size: 13px; white-space: nowrap; }
        tbody th { font-weight: 500; min-width: 130px; }
        .banner { border-left: 5px solid var(--lacking); background: var(--card); padding: 12px 20px; margin: 16px 0; border-radius: 8px; }
        .banner p:last-child { margin-bottom: 0; }
        tbody tr:last-child > * { border-bottom: 0; }
        .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .bar { width: 34%; min-width: 140px; padding-top: 11px; }
        .bar svg, .wide svg { display: block; width: 100%; height: 12px; border-radius: 6px; background: var(--track); }
        .wide svg { height: 18px; border-radius: 9px; margin: 4px 0 10px; }
        .had { fill: var(--had); background: var(--had); } .given { fill: var(--given); background: var(--given); }
        .kept { fill: var(--kept); background: var(--kept); } .lacking { fill: var(--lacking); background: var(--lacking); }
        ul.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 20px; padding: 0; margin: 0 0 8px; font-size: 13px; color: var(--soft); }
        ul.legend span { display: inline-block; width: 11px; height: 11px; border-radius: 3px; margin-right: 7px; vertical-align: -1px; }
        code { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
        .plus { color: var(--given); } .minus { color: var(--lacking); } .tilde { color: var(--kept); }
        .label { display: block; }
        .whole { white-space: nowrap; } .bad { color: var(--lacking); } .good { color: var(--given); } .warn { color: var(--kept); }
        details { margin-top: 14px; } summary { cursor: pointer; color: var(--accent); }
        summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 4px; }
        footer { color: var(--soft); font-size: 13px; padding-bottom: 40px; }
        @media (max-width: 720px) { .hero { grid-template-columns: 1fr; } main, header, footer { padding: 0 14px; } section, .hero { padding: 16px; } .bar { min-width: 90px; } }
        @media print { body { background: none; } section, .hero { break-inside: avoid-page; border-color: #ccc; } details > * { display: block; } }
        """;
}
