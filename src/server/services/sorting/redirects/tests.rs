//! What is understood of the paths that are typed, and where they lead.

use super::*;

const BASE: &str = "https://blog.test";

#[test]
fn a_path_is_one_of_this_site_and_none_that_is_there() {
    for (typed, path) in [
        (" /2019/old/ ", "/2019/old"),
        ("https://blog.test/%C3%BCber", "/über"),
        ("/posts/old", "/posts/old"),
        ("/apiary", "/apiary"),
        ("HTTP://Blog.Test:80/old", "/old"),
    ] {
        assert_eq!(read_path(typed, BASE).as_deref(), Ok(path), "{typed}");
    }
    for typed in [
        "",
        "/",
        "old",
        "//example.org/a",
        "https://example.org/a",
        "/a?b=c",
        "/a#b",
        "/a\\b",
        "/a/../b",
        "/a/..",
        "/%FF",
        "/admin",
        "/admin/tags",
        "/api/x",
        "/posts",
        "/tags/",
        "/atom.xml",
        "/rss.xml",
        "/llms.txt",
        "/share/x",
    ] {
        assert!(read_path(typed, BASE).is_err(), "{typed}");
    }
    for (typed, told) in [
        ("", "Fill in a path"),
        ("/", "front page"),
        ("https://BLOG.test", "front page"),
        ("/a?b=c", "what follows"),
        ("/a\\b", "backslashes"),
        ("/../etc", "two dots"),
        ("/admin", "Choose another"),
        ("/posts", "Choose another"),
        (&format!("/{}", "a".repeat(500)), "Shorten it"),
    ] {
        let problem = read_path(typed, BASE).unwrap_err();
        assert!(problem.contains(told), "{typed}: {problem}");
    }
}

#[test]
fn a_question_to_a_list_is_kept_in_its_one_spelling() {
    let spelt = |target: &str| {
        let path = target.split('?').next().unwrap_or_default();
        spelt(path.trim_end_matches('/'), target)
    };
    assert_eq!(spelt("/posts/?page=1").as_deref(), Some("/posts"));
    assert_eq!(spelt("/posts?tag=Rust").as_deref(), Some("/posts?tag=rust"));
    assert_eq!(spelt("/posts/?tag=rust").as_deref(), Some("/posts?tag=rust"));
    assert_eq!(spelt("/?page=1").as_deref(), Some("/"));
    assert_eq!(spelt("/posts/").as_deref(), Some("/posts"));
    assert_eq!(spelt("/"), None);
    for right in [
        "/posts",
        "/posts?tag=rust",
        "/posts?utm_source=x",
        "/about?page=1",
        "/posts?tag=Rust#a",
    ] {
        assert_eq!(spelt(right), None, "{right}");
    }
}

#[test]
fn a_redirect_back_is_known_in_whatever_words_it_is_written() {
    let leads_back = |end: &str| leads_back("/posts/a", &Target::Address(end.to_owned()));
    for back in [
        "/posts/a",
        "/posts/a?b=c",
        "/posts/a#b",
        "/posts/a.md",
        "/posts/a/changes?b",
        "/posts/a/",
        "/posts/%61",
    ] {
        assert!(leads_back(back), "{back}");
    }
    for away in ["/posts/ab", "/posts/b?to=/posts/a", "https://example.org/posts/a"] {
        assert!(!leads_back(away), "{away}");
    }
}

#[test]
fn a_host_that_is_typed_is_one() {
    for typed in [
        "https://user@example.org/x",
        "https://@",
        "https://?",
        "https://[x",
        "https://.",
        "https://exa%mple",
        "https://a:99999/",
    ] {
        assert!(check_host(typed).is_err(), "{typed}");
    }
    for typed in [
        "/x",
        "https://example.org:8443/x?y",
        "https://b\u{fc}cher.example",
        "words",
    ] {
        assert_eq!(check_host(typed), Ok(()), "{typed}");
    }
}

#[test]
fn a_target_is_a_path_or_a_whole_address() {
    for (typed, target) in [
        ("/posts/new", "/posts/new"),
        ("https://blog.test/tags", "/tags"),
        ("https://blog.test", "/"),
        ("https://BLOG.test:443/x", "/x"),
        ("HTTP://blog.test?a", "/?a"),
        ("https://user@blog.test/x", "/x"),
        ("https://blog.test./x", "/x"),
        ("https://blog.test:8443/x", "https://blog.test:8443/x"),
        ("https://b\u{fc}cher.example/x", "https://b%C3%BCcher.example/x"),
        ("https://b%C3%BCcher.example/x", "https://b%C3%BCcher.example/x"),
        ("https://name-.example.org", "https://name-.example.org"),
        ("https://blog.testing/x", "https://blog.testing/x"),
        ("https://example.org/a?b#c", "https://example.org/a?b#c"),
        ("HTTPS://old_blog.example.org", "https://old_blog.example.org"),
        ("/to?at=https://blog.test", "/to?at=https://blog.test"),
        ("/tags/ü", "/tags/%C3%BC"),
    ] {
        assert_eq!(read_target(typed, BASE).as_deref(), Ok(target), "{typed}");
    }
    for typed in [
        "",
        "new",
        "//example.org",
        "javascript:alert(1)",
        "https://",
        "/a b",
        "/a\r\nb",
        "/\\example.org",
        "https://blog.test\\x",
        "https://blog.test//example.org",
        "https://?",
    ] {
        assert!(read_target(typed, BASE).is_err(), "{typed}");
    }
}
