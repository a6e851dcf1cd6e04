//! The languages that code can be highlighted in: their names, aliases and labels. No highlighting happens here.

/// A language of code blocks.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Language {
    /// The name in `class="language-…"` and `data-lang`.
    pub(super) token: &'static str,
    /// What readers see.
    pub(super) label: &'static str,
    /// The name of the syntax definition; empty for text without highlighting.
    pub(super) syntax: &'static str,
    /// Other names in info strings.
    aliases: &'static [&'static str],
}

const fn language(
    token: &'static str,
    label: &'static str,
    syntax: &'static str,
    aliases: &'static [&'static str],
) -> Language {
    Language {
        token,
        label,
        syntax,
        aliases,
    }
}

const BASH: &str = "Bourne Again Shell (bash)";

/// Every language with highlighting, and those whose label is not their name.
pub(super) const LANGUAGES: &[Language] = &[
    language("rust", "Rust", "Rust", &["rs"]),
    language("toml", "TOML", "TOML", &[]),
    language("json", "JSON", "JSON", &["json5", "jsonc", "webmanifest"]),
    language("yaml", "YAML", "YAML", &["yml"]),
    language(
        "bash",
        "Shell",
        BASH,
        &["sh", "shell", "zsh", "ksh", "shellscript"],
    ),
    language(
        "console",
        "Console",
        BASH,
        &["shell-session", "shellsession", "sh-session", "terminal"],
    ),
    language(
        "javascript",
        "JavaScript",
        "JavaScript",
        &["js", "mjs", "cjs", "node"],
    ),
    language("typescript", "TypeScript", "TypeScript", &["ts", "mts", "cts"]),
    language("tsx", "TSX", "TypeScriptReact", &["typescriptreact"]),
    language("jsx", "JSX", "TypeScriptReact", &["javascriptreact"]),
    language("html", "HTML", "HTML", &["htm", "xhtml"]),
    language("css", "CSS", "CSS", &[]),
    language("scss", "SCSS", "SCSS", &["sass"]),
    language(
        "sql",
        "SQL",
        "SQL",
        &["sqlite", "postgresql", "postgres", "psql", "mysql", "plpgsql"],
    ),
    language("python", "Python", "Python", &["py", "python3", "py3"]),
    language("go", "Go", "Go", &["golang"]),
    language("c", "C", "C", &["h"]),
    language("cpp", "C++", "C++", &["c++", "cc", "cxx", "hpp"]),
    language("csharp", "C#", "C#", &["cs", "c#"]),
    language("java", "Java", "Java", &[]),
    language("kotlin", "Kotlin", "Kotlin", &["kt", "kts"]),
    language("scala", "Scala", "Scala", &[]),
    language("ruby", "Ruby", "Ruby", &["rb"]),
    language("php", "PHP", "PHP", &[]),
    language("diff", "Diff", "Diff", &["patch"]),
    language(
        "dockerfile",
        "Dockerfile",
        "Dockerfile",
        &["docker", "containerfile"],
    ),
    language("makefile", "Makefile", "Makefile", &["make", "mk"]),
    language("markdown", "Markdown", "Markdown", &["md"]),
    language("xml", "XML", "XML", &["svg", "rss", "atom"]),
    language("swift", "Swift", "Swift", &[]),
    language("elixir", "Elixir", "Elixir", &["ex", "exs"]),
    language("haskell", "Haskell", "Haskell", &["hs"]),
    language("nix", "Nix", "Nix", &[]),
    language("protobuf", "Protocol Buffers", "Protocol Buffer", &["proto"]),
    language("lua", "Lua", "Lua", &[]),
    language("zig", "Zig", "Zig", &[]),
    language("hcl", "HCL", "Terraform", &["terraform", "tf"]),
    language("graphql", "GraphQL", "GraphQL", &["gql"]),
    language("nginx", "nginx", "nginx", &[]),
    language("ini", "INI", "INI", &["cfg", "conf", "properties"]),
    language(
        "text",
        "",
        "",
        &[
            "",
            "txt",
            "plain",
            "plaintext",
            "none",
            "no-highlight",
            "nohighlight",
        ],
    ),
];

/// The language that an info string names, in lower case.
pub(super) fn find(name: &str) -> Option<&'static Language> {
    LANGUAGES
        .iter()
        .find(|language| language.token == name || language.aliases.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_a_syntax_definition() {
        for language in LANGUAGES.iter().filter(|language| !language.syntax.is_empty()) {
            let grammar = super::super::grammars(&[language.syntax.to_owned()]);
            assert!(!grammar.is_empty(), "{}", language.token);
        }
    }

    #[test]
    fn no_name_means_two_languages() {
        let mut names: Vec<&str> = LANGUAGES
            .iter()
            .flat_map(|language| language.aliases.iter().copied().chain([language.token]))
            .collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
