import { render } from "preact";
import { describe, expect, it } from "vitest";
import { Markup, Plain } from "../../../../widget/src/paper/markup";

function drawn(html: string): HTMLElement {
  const box = document.createElement("div");
  render(<Markup html={html} />, box);
  return box;
}

describe("an agent's markup", () => {
  it("keeps what an agent may write", () => {
    const html =
      '<p>One <strong>bold</strong>, <em>two</em><br>three</p><ol start="3"><li><code>x</code></li></ol>';
    expect(drawn(html).innerHTML).toBe(html);
  });

  it("opens links elsewhere, and tells nobody where they were", () => {
    const link = drawn('<a href="https://a.example/x">here</a>').querySelector("a");
    expect(link?.getAttribute("href")).toBe("https://a.example/x");
    expect(link?.getAttribute("rel")).toBe("noopener noreferrer nofollow");
    expect(link?.getAttribute("target")).toBe("_blank");
  });

  it("brings bare addresses to life, but not in code or in links", () => {
    const box = drawn(
      '<p>https://a.example <code>https://b.example</code> <a href="https://c.example">https://d.example</a></p>',
    );
    expect([...box.querySelectorAll("a")].map((link) => link.getAttribute("href"))).toEqual([
      "https://a.example/",
      "https://c.example/",
    ]);
  });

  it.each([
    ["<script>alert(1)</script>ok", "ok"],
    ["<img src=x onerror=alert(1)>ok", "ok"],
    ["<p onclick=alert(1) style=color:red class=own id=x>ok</p>", "ok"],
    ['<a href="javascript:alert(1)">ok</a>', "ok"],
    ['<a href="java\u200bscript:alert(1)">ok</a>', "ok"],
    ["<svg onload=alert(1)><title>x</title></svg>ok", "ok"],
    ["<math><mtext><style>x</style></mtext></math>ok", "ok"],
    ["<iframe srcdoc='<script>1</script>'></iframe>ok", "ok"],
    ["<form action=https://evil.example><input name=x><button>ok</button></form>", "ok"],
    ["<template><p>hidden</p></template>ok", "ok"],
    ["<!-- x -->ok", "ok"],
  ])("draws nothing of %s but its words", (html, words) => {
    const box = drawn(html);
    expect(box.textContent).toBe(words);
    for (const element of box.querySelectorAll("*")) {
      expect(element.localName).toMatch(/^(p|a)$/);
      expect(element.getAttributeNames()).toEqual([]);
    }
  });

  it("stops at a depth, and keeps the words", () => {
    const box = drawn(`${"<blockquote>".repeat(500)}deep${"</blockquote>".repeat(500)}`);
    expect(box.textContent).toBe("deep");
    expect(box.querySelectorAll("blockquote").length).toBeLessThan(30);
  });
});

describe("plain words", () => {
  it.each([
    "<script>alert(1)</script>",
    "**not bold**",
    "&amp; &lt;",
    "🚲 שלום \u202eabc",
    "  two\n\nlines ",
  ])("come out as they went in: %s", (text) => {
    const box = document.createElement("div");
    render(<Plain text={text} />, box);
    expect(box.textContent).toBe(text);
    expect(box.children).toHaveLength(0);
  });
});
