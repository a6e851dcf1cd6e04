//! Code blocks: fences, lines, highlighting.

use super::super::fence::{self, Fence};
use super::{html, render};

/// The text a browser would copy from the first `code` element.
fn copied(html: &str) -> String {
    let start = html.find("<code").unwrap();
    let inside = &html[start + html[start..].find('>').unwrap() + 1..html.find("</code>").unwrap()];
    let mut text = String::new();
    let mut tag = false;
    for c in inside.chars() {
        match c {
            '<' => tag = true,
            '>' if tag => tag = false,
            c if !tag => text.push(c),
            _ => {}
        }
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

fn marked(fence: &Fence) -> Vec<usize> {
    (1..=20).filter(|line| fence.marked.contains(*line)).collect()
}

#[test]
fn a_block_shows_its_file_language_and_marked_lines() {
    let source =
        "```rust title=\"src/main.rs\" {2}\n// hi\nfn main() {\n    println!(\"{}\", 1u8 + 2);\n}\n```";
    insta::assert_snapshot!(html(source), @r#"
    <figure class="code" data-lang="rust"><figcaption><span class="code-file">src/main.rs</span><span class="code-lang">Rust</span></figcaption><pre tabindex="0" role="group" aria-label="Code: src/main.rs"><code class="language-rust"><span class="line"><span class="c">// hi</span>
    </span><span class="line hl"><span class="k">fn</span> <span class="f">main</span>() {
    </span><span class="line">    <span class="m">println!</span>(<span class="s">"</span><span class="n">{}</span><span class="s">"</span>, <span class="n">1</span><span class="k">u8</span> <span class="o">+</span> <span class="n">2</span>);
    </span><span class="line">}
    </span></code></pre></figure>
    "#);
}

#[test]
fn the_text_of_a_block_is_exactly_its_source() {
    let code = "fn a<'x>(b: &'x str) -> u8 {\n\n\t\"&amp; \\\" <b>\" ;  \n}\n  // end";
    for language in ["rust", "", "unknown", "diff", "console", "html", "yaml"] {
        assert_eq!(
            copied(&html(&format!("```{language}\n{code}\n```"))),
            format!("{code}\n"),
            "{language}"
        );
    }
}

#[test]
fn added_and_removed_lines_of_a_diff_have_classes() {
    insta::assert_snapshot!(html("```diff\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n+new\n same\n```"), @r#"
    <figure class="code" data-lang="diff"><figcaption><span class="code-lang">Diff</span></figcaption><pre tabindex="0" role="group" aria-label="Diff code"><code class="language-diff"><span class="line"><span class="m">--- a/x</span>
    </span><span class="line"><span class="m">+++ b/x</span>
    </span><span class="line"><span class="m">@@ -1 +1 @@</span>
    </span><span class="line del"><span class="d">-old</span>
    </span><span class="line add"><span class="i">+new</span>
    </span><span class="line"> same
    </span></code></pre></figure>
    "#);
}

#[test]
fn a_console_marks_prompts_and_leaves_output_plain() {
    insta::assert_snapshot!(html("```console\n$ echo \"a\" \\\n> | cat\na\n```"), @r#"
    <figure class="code" data-lang="console"><figcaption><span class="code-lang">Console</span></figcaption><pre tabindex="0" role="group" aria-label="Console code"><code class="language-console"><span class="line"><span class="prompt">$ </span><span class="f">echo</span> <span class="s">"a"</span> \
    </span><span class="line"><span class="prompt">&gt; </span><span class="o">|</span> <span class="f">cat</span>
    </span><span class="line">a
    </span></code></pre></figure>
    "#);
}

#[test]
fn indented_and_unknown_code_has_the_same_markup_without_classes() {
    insta::assert_snapshot!(html("    a < b\n\n```My&lang\n+>\n```\n\n```\nplain\n```"), @r#"
    <figure class="code"><pre tabindex="0" role="group" aria-label="Code"><code><span class="line">a &lt; b
    </span></code></pre></figure>
    <figure class="code" data-lang="mylang"><figcaption><span class="code-lang">mylang</span></figcaption><pre tabindex="0" role="group" aria-label="mylang code"><code class="language-mylang"><span class="line">+&gt;
    </span></code></pre></figure>
    <figure class="code"><pre tabindex="0" role="group" aria-label="Code"><code><span class="line">plain
    </span></code></pre></figure>
    "#);
}

#[test]
fn an_alias_means_its_language() {
    let body = |html: String| html.split_once("<pre").unwrap().1.to_owned();
    assert_eq!(
        body(html("```rs\nlet a = 1;\n```")),
        body(html("```rust\nlet a = 1;\n```"))
    );
    assert!(html("```rust,ignore\nlet a = 1;\n```").contains("data-lang=\"rust\""));
}

#[test]
fn info_strings_of_every_dialect_are_read() {
    let read = fence::parse("rust title=\"src/main.rs\" {3,7-9}");
    assert_eq!(
        (read.language.as_str(), read.file.as_deref()),
        ("rust", Some("src/main.rs"))
    );
    assert_eq!(marked(&read), [3, 7, 8, 9]);

    let zola = fence::parse("rust,linenos,hl_lines=1 3-5,name=mod.rs");
    assert_eq!((zola.file.as_deref(), zola.numbered), (Some("mod.rs"), true));
    assert_eq!(marked(&zola), [1, 3, 4, 5]);

    let hugo = fence::parse("go {linenos=table,hl_lines=[3,\"6-8\"]}");
    assert_eq!((hugo.language.as_str(), hugo.numbered), ("go", true));
    assert_eq!(marked(&hugo), [3, 6, 7, 8]);

    let astro = fence::parse("js showLineNumbers ins={2} del={3} name=a.js");
    assert!(astro.numbered && astro.added.contains(2) && astro.removed.contains(3));
    assert_eq!(astro.file.as_deref(), Some("a.js"));

    assert!(!fence::parse("go {linenos=false}").numbered);
    assert_eq!(fence::parse("ts:src/a.ts").file.as_deref(), Some("src/a.ts"));
    assert_eq!(fence::parse("title=x").language, "");
}

#[test]
fn malformed_info_strings_do_no_harm() {
    for info in [
        "{",
        "}",
        "{{{",
        "rust {",
        "rust title=\"",
        "=",
        "a==",
        "{hl_lines=[}",
        "rust {99999999999999999999-1}",
        ",,,",
    ] {
        let _ = fence::parse(info);
    }
    assert!(!html("```rust title=\"</code><script>\"\nx\n```").contains("<script"));
}

#[test]
fn numbered_lines_are_a_class() {
    assert!(html("```rust,linenos\nx\n```").starts_with("<figure class=\"code numbered\""));
    assert!(html("```rust,linenos,linenostart=20\nx\n```").starts_with("<figure class=\"code\""));
}

#[test]
fn minified_and_endless_code_is_not_highlighted() {
    let long = format!("```js\nvar a = \"{}\";\n```", "x".repeat(5_000));
    assert!(!html(&long).contains("class=\"s\""));
    let many = format!("```js\n{}```", "var a = 1;\n".repeat(4_000));
    assert!(!html(&many).contains("class=\"k\""));
}

#[test]
fn raw_pre_code_is_a_code_block_too() {
    let html = html("<pre><code class=\"language-rust\">let a = &lt;b&gt;;\n</code></pre>");
    assert!(html.contains("<span class=\"k\">let</span>"), "{html}");
    assert_eq!(copied(&html), "let a = <b>;\n");
}

#[test]
fn code_is_not_in_the_search_text() {
    let rendered = render("Before `inline`.\n\n```\nhidden\n```\n\nAfter.");
    assert_eq!(rendered.text, "Before inline.\nAfter.");
}
