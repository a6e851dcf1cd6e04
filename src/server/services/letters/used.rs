//! How often each form was sent: one that is sent again and again is no person's. Only in memory; what is remembered is which
//! form it was, and not who sent it.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use super::seal::Stamp;

/// Letters that one form may bring: somebody goes back to it and corrects what they sent, or several are given the same page
/// by a cache.
const USES: u8 = 5;

/// Forms that are remembered. Where more are sent within a month, the oldest is forgotten, and with it all that were made before
/// count as sent often enough: who comes with one of them is asked once more, and given a new one.
const REMEMBERED: usize = 16_384;

/// The forms that were sent.
#[derive(Default)]
pub struct Used(Mutex<Forms>);

#[derive(Default)]
struct Forms {
    uses: BTreeMap<Stamp, u8>,
    forgotten: Option<Stamp>,
}

impl Used {
    /// Whether a form may bring one more letter.
    pub fn has_room(&self, form: Stamp) -> bool {
        let forms = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        forms.forgotten.is_none_or(|last| form > last)
            && forms.uses.get(&form).is_none_or(|uses| *uses < USES)
    }

    /// Notes that it brought one.
    pub fn note(&self, form: Stamp) {
        let mut forms = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let uses = forms.uses.entry(form).or_default();
        *uses = uses.saturating_add(1);
        if forms.uses.len() > REMEMBERED
            && let Some((oldest, _)) = forms.uses.pop_first()
        {
            forms.forgotten = forms.forgotten.max(Some(oldest));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_brings_a_few_letters() {
        let used = Used::default();
        let (form, other) = (Stamp::new(1_000, 1), Stamp::new(1_000, 2));
        for _ in 0..USES {
            assert!(used.has_room(form));
            used.note(form);
        }
        assert!(!used.has_room(form));
        assert!(used.has_room(other), "another of the same second");
    }

    #[test]
    fn a_flood_of_forms_grows_nothing_and_what_is_forgotten_has_no_room() {
        let used = Used::default();
        let form = |number: usize| Stamp::new(i64::try_from(number).unwrap() * 1_000, 0);
        for number in 0..REMEMBERED + 10 {
            used.note(form(number));
        }
        assert_eq!(used.0.lock().unwrap().uses.len(), REMEMBERED);
        for (number, room) in [(0, false), (9, false), (10, true), (REMEMBERED + 20, true)] {
            assert_eq!(used.has_room(form(number)), room, "{number}");
        }
        used.note(form(3));
        assert_eq!(used.0.lock().unwrap().uses.len(), REMEMBERED);
        assert!(!used.has_room(form(9)) && used.has_room(form(10)));
    }
}
