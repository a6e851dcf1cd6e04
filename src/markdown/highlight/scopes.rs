//! What a scope of the origin means here.

/// Prefixes of scopes and the letter of their class; a full stop where an inner language starts afresh.
const CLASSES: &[(&str, char)] = &[
    ("comment", 'c'),
    ("constant", 'n'),
    ("entity.name.class", 't'),
    ("entity.name.constant", 'n'),
    ("entity.name.enum", 't'),
    ("entity.name.function", 'f'),
    ("entity.name.impl", 't'),
    ("entity.name.interface", 't'),
    ("entity.name.macro", 'm'),
    ("entity.name.section", 't'),
    ("entity.name.struct", 't'),
    ("entity.name.tag", 't'),
    ("entity.name.trait", 't'),
    ("entity.name.type", 't'),
    ("entity.name.union", 't'),
    ("entity.other.attribute-name", 'v'),
    ("entity.other.inherited-class", 't'),
    ("keyword", 'k'),
    ("keyword.operator", 'o'),
    ("keyword.operator.word", 'k'),
    ("markup.deleted", 'd'),
    ("markup.heading", 'k'),
    ("markup.inserted", 'i'),
    ("markup.raw", 's'),
    ("meta.annotation", 'm'),
    ("meta.attribute", 'm'),
    ("meta.diff", 'm'),
    ("meta.interpolation", '.'),
    ("source", '.'),
    ("storage", 'k'),
    ("string", 's'),
    ("string.unquoted", '.'),
    ("support.class", 't'),
    ("support.constant", 'n'),
    ("support.function", 'f'),
    ("support.macro", 'm'),
    ("support.type", 't'),
    ("support.type.property-name", 'v'),
    ("text", '.'),
    ("variable.annotation", 'm'),
    ("variable.function", 'f'),
    ("variable.language", 'k'),
    ("variable.other.readwrite.shell", 'v'),
    ("variable.parameter", 'v'),
];

/// The letter for a scope by itself, `-` if it has none. Of several prefixes the longest decides.
pub(super) fn letter(scope: &str) -> char {
    let known = CLASSES.iter().filter(|(prefix, _)| {
        scope
            .strip_prefix(prefix)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    });
    known
        .max_by_key(|(prefix, _)| prefix.split('.').count())
        .map_or('-', |(_, letter)| *letter)
}
