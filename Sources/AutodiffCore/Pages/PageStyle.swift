/// The look of a page: quiet letters, the picture beside the tables, light or dark as the reader has it, and all of it on
/// paper.
enum PageStyle {
  static let text = look + "\n" + flows + media

  private static let look = """
    :root{color-scheme:light dark;--paper:#fff;--ink:#1f2328;--faint:#636c76;--line:#d1d9e0;--soft:#f3f5f7;
    --mark:#ddf0ff;--strong:#0550ae;--value:#116329;--back:#a40e26;--warn:#fff4d6}
    @media (prefers-color-scheme:dark){:root{--paper:#14181d;--ink:#e6e9ed;--faint:#9aa4af;--line:#3a434d;--soft:#1d232a;
    --mark:#173a5c;--strong:#79c0ff;--value:#7ee2a0;--back:#ff9a94;--warn:#3b2f0b}}
    *{box-sizing:border-box}
    body{margin:0 auto;padding:1.2rem;max-width:90rem;background:var(--paper);color:var(--ink);
    font:1rem/1.5 system-ui,"Segoe UI",Helvetica,Arial,"Liberation Sans","DejaVu Sans",sans-serif}
    code{font:.93em ui-monospace,Consolas,"Liberation Mono","DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
    h1{margin:0 0 1rem;font-size:1.3rem;font-weight:600}h1 code{white-space:pre-wrap}
    h2,caption{font-size:.8rem;font-weight:600;letter-spacing:.04em;color:var(--faint);text-align:left;margin:0 0 .3rem}
    main{display:grid;grid-template-columns:minmax(0,11fr) minmax(0,9fr);gap:1.2rem 2rem;align-items:start}
    .wide{grid-column:1/-1}
    .scroll{overflow-x:auto}
    .answers{display:flex;flex-wrap:wrap;gap:.2rem 1.6rem;margin:0;padding:.6rem .9rem;background:var(--soft);
    border-radius:.5rem}
    .answers div{display:flex;gap:.4rem}.answers dt::after{content:" ="}.answers dd{margin:0;font-weight:600}
    .inputs{display:flex;flex-wrap:wrap;gap:.5rem 1.6rem;margin-bottom:.8rem}
    .inputs div{display:grid;grid-template-columns:auto 8rem 10rem;gap:.5rem;align-items:center}
    .steps{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center}
    .steps input{flex:1 1 8rem}.steps output{flex:0 0 auto;color:var(--faint);font-variant-numeric:tabular-nums}
    button,input[type=text]{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--faint);
    border-radius:.4rem;padding:.25rem .7rem}
    input[type=text]{width:100%}input[type=range]{width:100%;accent-color:var(--strong)}
    button:disabled{opacity:.4}button:hover:enabled{background:var(--soft)}
    :focus-visible{outline:3px solid var(--strong);outline-offset:2px}
    [aria-invalid=true]{border:2px dashed var(--back)}
    .stepper{position:sticky;top:0;z-index:1;background:var(--paper);padding-bottom:.4rem}
    .stacked .drawing,.stacked .tables{grid-column:1/-1}
    .say{min-height:4.6em;margin-top:.5rem;padding:.7rem .9rem;border-left:5px solid var(--strong);background:var(--soft)}
    .say p{margin:0}
    .note{margin:.5rem 0 0;padding:.5rem .9rem;background:var(--warn);white-space:pre-wrap;border:1px solid var(--line)}
    table{border-collapse:collapse;width:100%;margin-bottom:1.2rem;font-size:.9rem;font-variant-numeric:tabular-nums}
    th,td{padding:.22rem .4rem;text-align:left;border-bottom:1px solid var(--line);vertical-align:top}
    thead th{font-weight:600;color:var(--faint);border-bottom:2px solid var(--line)}
    tbody th{font-weight:400}
    .num{text-align:right}
    tbody tr{cursor:pointer;scroll-margin:12rem 0 2rem}td:nth-child(3){white-space:nowrap}
    tr.on{background:var(--mark);outline:2px solid var(--strong);outline-offset:-2px}
    tr.on th{font-weight:700}tr.on th::before{content:"\\25B8 ";color:var(--strong)}
    .picture{max-width:none;height:auto;display:block;touch-action:pan-x pan-y}
    .picture .wires,.picture .boxes{stroke:var(--ink)}.picture .wires path{stroke-width:1.3;fill:none}
    .picture .tips{fill:var(--ink)}
    .picture .boxes{fill:var(--paper)}.picture .kept{stroke:var(--ink)}
    .picture .kept [fill="#24292f"]{fill:var(--ink)}.picture .kept [fill="#ffffff"]{fill:var(--paper)}
    .picture .operation,.picture .input,.picture .output,.picture .name{fill:var(--ink)}
    .picture .constant,.picture .legend{fill:var(--faint)}
    .picture .value{fill:var(--value)}.picture .adjoint,.picture .total{fill:var(--back)}
    .picture .wires .on{stroke:var(--strong);stroke-width:3.4}.picture .tips .on{fill:var(--strong)}
    .picture .boxes .on{stroke:var(--strong);stroke-width:3.4}.picture text.on{font-weight:700}
    .picture .later{opacity:.22}
    .picture text{paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}
    .picture .operation text{stroke:none}
    """

  /// The strengths of wires.
  private static var flows: String {
    (0...9).map { strength in
      let (width, shade) = strength == 0 ? (10, 45) : (5 + strength * 5, 28 + strength * 8)
      let dashes = strength == 0 ? ";stroke-dasharray:3 3" : ""
      return ".picture path.flow\(strength){stroke-width:\(Fixed.text(Double(width) / 10));"
        + "opacity:.\(min(99, shade))\(dashes)}\n"
    }.joined()
  }

  private static let media = """
    .js .say p:not(.now){display:none}
    @media (min-width:60rem){main:not(.stacked) .drawing{position:sticky;top:11rem}
    .stacked .tables{display:grid;grid-template-columns:2fr 3fr;gap:2rem}}
    @media (max-width:60rem){main{grid-template-columns:minmax(0,1fr)}body{padding:.8rem}
    .inputs div{grid-template-columns:auto 6.5rem minmax(5rem,1fr);flex:1 1 16rem}}
    @media (max-height:40rem){.stepper{position:static}}
    @media print{.stepper,main:not(.stacked) .drawing{position:static}body{max-width:none;padding:0;font-size:10pt}
    main,.stacked .tables{display:block}.steps,.inputs input[type=range],.inputs button{display:none}
    .picture{max-width:100%}.picture .later{opacity:1}tr.on,.say{background:none}tr.on{outline:none}
    .js .say p,.js .say p:not(.now){display:list-item;margin-left:1.4rem;list-style:decimal}
    .js .say p[hidden],.js .say #whole{display:none}table,svg{break-inside:avoid}}
    """
}
