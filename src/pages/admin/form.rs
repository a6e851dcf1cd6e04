//! What the desk's forms share: a field with what is wrong with it, and saying what was done.

use std::future::Future;

use leptos::{prelude::*, task::spawn_local, wasm_bindgen::JsCast as _};
use web_sys::HtmlElement;

use super::desk::focus_page;
use crate::{
    error::{AppError, FieldErrors},
    platform,
};

/// Where one signs in.
pub const SIGN_IN: &str = "/admin/sign-in";

/// What is said to who has to.
const SIGNED_OUT: &str =
    "Your session is over. What you entered is still here: sign in in another tab, then do it again.";

/// What was done last, or why it was not.
#[derive(Clone, Copy, Default)]
pub struct Said {
    text: RwSignal<String>,
    wrong: RwSignal<bool>,
    offer: RwSignal<Option<(&'static str, Callback<()>)>>,
}

impl Said {
    /// The words.
    pub fn text(self) -> String {
        self.text.get()
    }

    /// Whether they tell of a failure.
    pub fn is_wrong(self) -> bool {
        self.wrong.get()
    }

    /// What can be done about it: a word, and what it does.
    pub fn offered(self) -> Option<(&'static str, Callback<()>)> {
        self.offer.get()
    }

    /// Takes them away.
    pub fn clear(self) {
        self.withdraw();
        self.text.set(String::new());
    }

    /// Takes away what can be done about it; what was said stays.
    pub fn withdraw(self) {
        self.offer.set(None);
    }

    /// Says that something was done.
    pub fn done(self, what: impl Into<String>) {
        self.wrong.set(false);
        self.offer.set(None);
        self.text.set(what.into());
    }

    /// Says that something was done, and offers something about it.
    pub fn offer(self, what: impl Into<String>, word: &'static str, act: Callback<()>) {
        self.done(what);
        self.offer.set(Some((word, act)));
    }

    /// What was said tells of something that went wrong.
    pub fn warn(self) {
        self.wrong.set(true);
    }

    /// Says why something was not done. Whoever is signed out loses nothing: they sign in beside it.
    pub fn failed(self, error: &AppError) {
        if matches!(error, AppError::Unauthorized) {
            let sign_in = Callback::new(|()| platform::open_apart(SIGN_IN));
            self.offer(SIGNED_OUT, "Sign in", sign_in);
        } else {
            self.done(error.to_string());
        }
        self.wrong.set(true);
    }

    /// Says what is wrong with what was filled in, unless that is said at a field: then one is led there.
    fn refused(self, errors: FieldErrors) {
        // Once the fields know.
        request_animation_frame(move || {
            let field = document().query_selector("[aria-invalid=true]").ok().flatten();
            let told = match field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
                Some(field) => {
                    let _ = field.focus();
                    "Some of what you entered needs another look.".to_owned()
                }
                None => errors.into_values().collect::<Vec<_>>().join(" "),
            };
            self.done(told);
            self.wrong.set(true);
        });
    }
}

/// A form's way to the server: whether it is on it, and what was wrong.
#[derive(Clone, Copy)]
pub struct Sending {
    /// Waiting for the answer.
    pub busy: RwSignal<bool>,
    /// What is wrong, by field.
    pub errors: RwSignal<FieldErrors>,
    said: Said,
}

impl Default for Sending {
    /// Not under way. Made with its page: what is sent later, such as when a picture is here, knows nothing of that.
    fn default() -> Self {
        Self {
            busy: RwSignal::new(false),
            errors: RwSignal::new(FieldErrors::new()),
            said: expect_context(),
        }
    }
}

impl Sending {
    /// Does `work` unless it is under way, says where it failed, and goes on with `then` where it did not. What is wrong
    /// with a field is said there. Nothing goes on once the page is left; what failed is said wherever one is then.
    pub fn run<T: 'static>(
        self,
        work: impl Future<Output = Result<T, AppError>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        if self.busy.try_get_untracked() != Some(false) {
            return;
        }
        let had = has_place();
        self.busy.set(true);
        self.errors.set(FieldErrors::new());
        self.said.clear();
        spawn_local(async move {
            let outcome = work.await;
            let is_left = self.busy.try_set(false).is_some();
            match outcome {
                Ok(value) if !is_left => then(value),
                Ok(_) => {}
                Err(AppError::Invalid(errors)) if !is_left && !errors.is_empty() => self.refuse(errors),
                Err(error) => self.said.failed(&error),
            }
            // What a page asks for by itself takes nothing from anybody.
            if !is_left && had.is_some() {
                give_place_back(had);
            }
        });
    }

    /// Says at each field what is wrong with it, and leads there.
    pub fn refuse(self, errors: FieldErrors) {
        self.errors.set(errors.clone());
        self.said.refused(errors);
    }
}

/// Gives the keyboard its place again, once the page is drawn, if nothing has it any more: a button that waits cannot keep
/// it, and a row that is drawn anew loses it. It goes to what had it, or else to the page.
pub fn give_place_back(had: Option<HtmlElement>) {
    request_animation_frame(move || {
        if has_place().is_none()
            && let Some(had) = had
        {
            let _ = had.focus();
        }
        if has_place().is_none() {
            focus_page();
        }
    });
}

/// What has the keyboard's place, if anything has.
pub fn has_place() -> Option<HtmlElement> {
    let active = document()
        .active_element()
        .filter(|active| active.tag_name() != "BODY");
    active.and_then(|active| active.dyn_into().ok())
}

/// Puts the keyboard's place on what is about to be drawn.
pub fn focus_soon(id: impl Into<String>) {
    let id = id.into();
    request_animation_frame(move || {
        if let Some(element) = platform::element(&id) {
            let _ = element.focus();
        }
    });
}

/// A control as its children, between its label and a hint or what is wrong with it.
#[component]
pub fn Labelled(
    /// The id of the control; what is said about it has the same with `-note`.
    #[prop(into)]
    id: String,
    /// What is to be filled in.
    label: &'static str,
    /// A hint.
    #[prop(into)]
    hint: Signal<String>,
    /// What is wrong.
    #[prop(optional, into)]
    problem: Signal<Option<String>>,
    /// The control.
    children: Children,
) -> impl IntoView {
    let note = format!("{id}-note");
    view! {
        <div class="field" class:is-wrong=move || problem.with(Option::is_some)>
            <label for=id>{label}</label>
            {children()}
            <span class="field-note" id=note>
                {move || problem.get().unwrap_or_else(|| hint.get())}
            </span>
        </div>
    }
}

/// A labelled field, with a hint or what is wrong under it.
#[component]
pub fn Field(
    /// Names it in the form and among what is wrong.
    name: &'static str,
    /// What is to be filled in.
    label: &'static str,
    /// What is filled in.
    value: RwSignal<String>,
    /// What is wrong, by field.
    errors: RwSignal<FieldErrors>,
    /// The type of an input; nothing makes it several lines.
    #[prop(optional)]
    kind: Option<&'static str>,
    /// What the browser may fill in.
    #[prop(default = "off")]
    complete: &'static str,
    /// A hint.
    #[prop(optional)]
    hint: &'static str,
    /// Whether it can only be read.
    #[prop(optional)]
    readonly: bool,
) -> impl IntoView {
    let id = format!("field-{name}");
    let note = format!("{id}-note");
    let wrong = Memo::new(move |_| errors.with(|errors| errors.get(name).cloned()));
    let invalid = move || wrong.with(Option::is_some).then_some("true");
    let input = match kind {
        Some(kind) => view! {
            <input
                id=id.clone()
                name=name
                type=kind
                autocomplete=complete
                readonly=readonly
                aria-invalid=invalid
                aria-describedby=note.clone()
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            />
        }
        .into_any(),
        None => view! {
            <textarea
                id=id.clone()
                name=name
                rows="3"
                readonly=readonly
                aria-invalid=invalid
                aria-describedby=note.clone()
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            ></textarea>
        }
        .into_any(),
    };
    view! {
        <Labelled id=id label=label hint=hint problem=wrong>
            {input}
        </Labelled>
    }
}
