/**
 * The loader's look, in a shadow root of its own: nothing leaks out, and `!important` keeps the page's rules out. The
 * colours are those of tokens.css. The outlines without colour are the borders that forced colours show.
 */
export const CSS = `:host{all:initial!important;position:fixed!important;z-index:2147483647!important;inset-block-end:20px!important;inset-inline-end:20px!important;text-align:end!important;
--a:oklch(.505 var(--c) var(--h));--s:oklch(.996 .002 85);--i:oklch(.245 .02 260)}
@media(prefers-color-scheme:dark){:host{
--a:oklch(.52 calc(var(--c)*.94) var(--h));--s:oklch(.258 .015 262);--i:oklch(.945 .006 85)}}
*{box-sizing:border-box;font:15px/22px system-ui,sans-serif}
button{border:0;padding:0;cursor:pointer;color:var(--i);background:0;border-radius:8px}
svg{display:block;margin:auto;stroke:currentColor;stroke-linecap:round;stroke-linejoin:round}
.bell,.peek,iframe{outline:1px solid #0000;background:var(--s);box-shadow:0 0 0 1px oklch(.5 .03 260/.15),0 16px 40px -8px oklch(.2 .03 260/.25)}
:focus-visible{outline:2px solid var(--a);outline-offset:2px}
.bell{position:relative;width:60px;height:60px;border-radius:30px}
.here{background:var(--a);color:#fff}
.here:hover{filter:brightness(.9)}
.bell b{position:absolute;top:-3px;inset-inline-end:-3px;min-width:22px;padding:0 6px;border-radius:18px;background:var(--i);color:var(--s);box-shadow:0 0 0 2px var(--s);font-size:12px}
b,i{font-weight:600}
.peek{position:relative;width:min(288px,100vw - 40px);margin-bottom:12px;border-radius:12px;padding-block:12px;padding-inline:60px 44px;text-align:start;overflow-wrap:anywhere;color:var(--i)}
.peek :is(b,span){display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:4;overflow:hidden}
.peek i{position:absolute;inset-inline-start:12px;width:36px;border-radius:18px;font-size:13px;line-height:36px;text-align:center}
.peek button{position:absolute;top:0;inset-inline-end:0;width:44px;height:44px}
iframe{position:fixed;inset-block-end:20px;inset-inline-end:20px;width:376px;height:420px;max-height:min(700px,100dvh - 40px);border:0;border-radius:18px;color-scheme:light dark}
iframe:not(.on){visibility:hidden;opacity:0;transform:translateY(16px)}
@media(prefers-reduced-motion:no-preference){.on{transition:opacity .32s,transform .32s,height .2s}}
@media(max-width:479px){.on{inset:0;width:100%;height:100dvh!important;max-height:none;border-radius:0}}
`;
