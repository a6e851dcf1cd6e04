//! The forms through which people come in. They need no scripts: what was filled in and what is wrong with it comes
//! back with the page. Passwords never do.

use crate::error::FieldErrors;

/// A form at the door, as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DoorForm {
    /// By address and password.
    SignIn {
        /// What was filled in.
        email: String,
        /// Where to go then: a path of the desk.
        next: String,
        /// What is wrong, by field.
        errors: FieldErrors,
        /// What is wrong with none of them.
        problem: Option<String>,
    },
    /// A new account.
    Open {
        /// What the link carries.
        key: String,
        /// Whether it is the first one, the owner's, who chooses the address.
        first: bool,
        /// What was filled in.
        name: String,
        /// What was filled in, or who was invited.
        email: String,
        /// What they will be here, in a word.
        role: &'static str,
        /// What is wrong, by field.
        errors: FieldErrors,
    },
    /// A new password.
    Reset {
        /// What the link carries.
        key: String,
        /// Whose.
        email: String,
        /// What is wrong, by field.
        errors: FieldErrors,
    },
    /// The link opens nothing.
    Closed,
}
