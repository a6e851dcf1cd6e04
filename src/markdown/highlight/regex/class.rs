//! Sets of characters: what stands in brackets, and what has a name. Beyond ASCII, properties of Unicode are told as well
//! as the standard library can.

/// A set of characters.
#[derive(Clone, Debug)]
pub(super) struct Class {
    /// Which of the first 128.
    ascii: u128,
    set: Set,
    fold: bool,
}

/// How a set is made of others.
#[derive(Clone, Debug)]
pub(super) enum Set {
    Range(char, char),
    Kind(Kind),
    Any(Vec<Set>),
    Both(Box<Set>, Box<Set>),
    Not(Box<Set>),
}

/// What has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Ascii,
    Word,
    Digit,
    Space,
    Letter,
    Upper,
    Lower,
    Mark,
    Number,
    LetterNumber,
    OtherNumber,
    Connector,
    Punctuation,
    Symbol,
    Math,
    OtherSymbol,
    Separator,
    Control,
}

impl Class {
    /// A set as a pattern uses it; `fold` looks past upper and lower case.
    pub(super) fn new(set: Set, fold: bool) -> Self {
        let mut class = Self { ascii: 0, set, fold };
        class.ascii = ('\0'..='\u{7f}')
            .enumerate()
            .filter(|(_, c)| class.looks(*c))
            .map(|(at, _)| 1 << at)
            .sum();
        class
    }

    /// Whether a character is in the set.
    pub(super) fn has(&self, c: char) -> bool {
        if c.is_ascii() {
            self.ascii >> u32::from(c) & 1 == 1
        } else {
            self.looks(c)
        }
    }

    /// Whether it may have characters beyond ASCII.
    pub(super) fn is_wide(&self) -> bool {
        self.fold || self.set.is_wide()
    }

    fn looks(&self, c: char) -> bool {
        self.set.has(c, self.fold)
    }
}

impl Set {
    fn has(&self, c: char, fold: bool) -> bool {
        match self {
            Self::Range(from, to) => holds(c, fold, |c| (*from..=*to).contains(&c)),
            Self::Kind(kind) => holds(c, fold, |c| kind.has(c)),
            Self::Any(sets) => sets.iter().any(|set| set.has(c, fold)),
            Self::Both(one, other) => one.has(c, fold) && other.has(c, fold),
            // What is left out is so in both cases.
            Self::Not(set) => !set.has(c, fold),
        }
    }

    fn is_wide(&self) -> bool {
        match self {
            Self::Range(_, to) => !to.is_ascii(),
            Self::Kind(kind) => *kind != Kind::Ascii,
            Self::Any(sets) => sets.iter().any(Self::is_wide),
            Self::Both(one, other) => one.is_wide() && other.is_wide(),
            Self::Not(_) => true,
        }
    }
}

impl Kind {
    /// By the name in `\p{…}` or `[:…:]`.
    pub(super) fn find(name: &str) -> Option<Self> {
        Some(match name {
            "ascii" => Self::Ascii,
            "word" => Self::Word,
            "digit" | "Nd" => Self::Digit,
            "space" => Self::Space,
            "L" | "alpha" | "Letter" | "Alphabetic" => Self::Letter,
            "Lu" | "upper" | "Uppercase" => Self::Upper,
            "Ll" | "lower" | "Lowercase" => Self::Lower,
            "Lt" | "Lm" | "Lo" => Self::Letter,
            "M" | "Mn" | "Mc" | "Me" => Self::Mark,
            "N" => Self::Number,
            "Nl" => Self::LetterNumber,
            "No" => Self::OtherNumber,
            "Pc" => Self::Connector,
            "P" | "punct" => Self::Punctuation,
            "S" | "Sc" | "Sk" => Self::Symbol,
            "Sm" => Self::Math,
            "So" => Self::OtherSymbol,
            "Z" | "Zs" => Self::Separator,
            "C" | "Cc" | "Cf" | "cntrl" => Self::Control,
            _ => return None,
        })
    }

    fn has(self, c: char) -> bool {
        match self {
            Self::Ascii => c.is_ascii(),
            Self::Word => {
                Self::Connector.has(c) || (c.is_alphanumeric() && !is_other_number(c)) || is_mark(c)
            }
            Self::Digit => c.is_numeric() && !c.is_alphabetic() && !is_other_number(c),
            Self::Space => c.is_whitespace(),
            Self::Letter => c.is_alphabetic() && !c.is_numeric() && !is_mark(c) && !is_in_circle(c),
            Self::Upper => c.is_uppercase() && Self::Letter.has(c),
            Self::Lower => c.is_lowercase() && Self::Letter.has(c),
            Self::Mark => is_mark(c),
            Self::Number => c.is_numeric(),
            Self::LetterNumber => c.is_numeric() && c.is_alphabetic(),
            Self::OtherNumber => is_other_number(c),
            Self::Connector => c == '_' || matches!(c, '\u{203f}' | '\u{2040}' | '\u{2054}'),
            Self::Punctuation => is_punctuation(c),
            Self::Symbol => matches!(c, '$' | '+' | '<' | '=' | '>' | '^' | '`' | '|' | '~') || is_symbol(c),
            Self::Math => matches!(c, '+' | '<' | '=' | '>' | '|' | '~') || is_symbol(c),
            Self::OtherSymbol => is_symbol(c),
            Self::Separator => !c.is_control() && c.is_whitespace(),
            Self::Control => c.is_control(),
        }
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{e31}' | '\u{e34}'..='\u{e4e}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20f0}' | '\u{3099}' | '\u{309a}' | '\u{fe00}'..='\u{fe0f}')
}

/// Letters in circles and squares, which are signs.
fn is_in_circle(c: char) -> bool {
    matches!(c, '\u{24b6}'..='\u{24e9}' | '\u{1f130}'..='\u{1f189}')
}

/// Numbers that are no digits, such as fractions and what is set high or low.
fn is_other_number(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '¼'..='¾' | '\u{2070}' | '\u{2074}'..='\u{2079}' | '\u{2080}'..='\u{2089}'
        | '\u{2150}'..='\u{215f}' | '\u{2189}' | '\u{2460}'..='\u{249b}' | '\u{24ea}'..='\u{24ff}' | '\u{2776}'..='\u{2793}'
        | '\u{3192}'..='\u{3195}' | '\u{3220}'..='\u{3229}' | '\u{3248}'..='\u{324f}' | '\u{3251}'..='\u{325f}'
        | '\u{3280}'..='\u{3289}' | '\u{32b1}'..='\u{32bf}')
}

fn is_punctuation(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation() && !Kind::Symbol.has(c);
    }
    matches!(c, '¡' | '§' | '«' | '¶' | '·' | '»' | '¿' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{2043}'
        | '\u{2045}'..='\u{2051}' | '\u{2053}'..='\u{205e}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}')
}

fn is_symbol(c: char) -> bool {
    matches!(c, '¢'..='¦' | '¨' | '©' | '¬' | '®'..='±' | '´' | '¸' | '×' | '÷' | '\u{2044}' | '\u{2052}'
        | '\u{20a0}'..='\u{20cf}' | '\u{2100}'..='\u{214f}' | '\u{2190}'..='\u{23ff}' | '\u{249c}'..='\u{24e9}' | '\u{2500}'..='\u{2767}'
        | '\u{2794}'..='\u{27e5}' | '\u{27f0}'..='\u{2982}' | '\u{2999}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// Whether something holds for a character, or with `fold` for it in the other case. In upper case only letters of ASCII are
/// known, and the sign that is one of them in lower case: no grammar asks for another one, whose table is large.
fn holds(c: char, fold: bool, has: impl Fn(char) -> bool) -> bool {
    let upper = if c == 'ſ' { 'S' } else { c.to_ascii_uppercase() };
    has(c) || fold && (has(upper) || single(c.to_lowercase()).is_some_and(has))
}

/// The one character that a change of case gives; a few give several, which no set knows.
fn single(mut chars: impl Iterator<Item = char>) -> Option<char> {
    chars.next().filter(|_| chars.next().is_none())
}

/// Whether a character is part of a word.
pub(super) fn is_word(c: char) -> bool {
    Kind::Word.has(c)
}
