//! The files that make a page work in the browser.

/// Addresses of the files that a page names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assets {
    /// The style.
    pub css: String,
    /// What the desk's style adds.
    pub desk: String,
    /// The loader.
    pub js: String,
    /// The program.
    pub wasm: String,
}
