//! Which signs of a text anybody can see, and which stand in it for machines alone.

/// Whether a sign leaves anything on the page: neither space nor one of those that only join or part others.
pub fn is_seen(sign: char) -> bool {
    let joins = matches!(
        sign,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'
    );
    !joins && !sign.is_whitespace() && !is_unseen(sign)
}

/// Whether a sign is for machines, or makes others look as if they stood in another order.
pub fn is_unseen(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_nothing_on_the_page_is_not_seen() {
        for sign in "aß王-.@💙\u{301}".chars() {
            assert!(is_seen(sign) && !is_unseen(sign), "{sign:?}");
        }
        for joins in [
            '\u{ad}', '\u{200b}', '\u{200d}', '\u{feff}', '\u{fe0f}', '\u{fff9}',
        ] {
            assert!(!is_seen(joins) && !is_unseen(joins), "{joins:?}");
        }
        for sign in ['\0', '\u{2028}', '\u{202e}', '\u{2066}'] {
            assert!(!is_seen(sign) && is_unseen(sign), "{sign:?}");
        }
    }
}
