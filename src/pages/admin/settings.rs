//! `/admin/settings`: what the site is called and what stands around its pages, drawn before it is saved.

use leptos::prelude::*;

use super::{
    answer::Answer,
    desk::Failed,
    form::{Field, Labelled, Said, Sending},
    upload::UnderWay,
};
use crate::{
    api::settings::{change_settings, read_settings},
    components::frame::{Brand, FooterParts, Navigation},
    error::{AppError, FieldErrors},
    model::{
        settings::{
            BASE_URL, Change, Changes, DeskSettings, GIVEN, PREVIEW, PREVIEWED, SETTINGS, Setting, TIME_ZONE,
            Values,
            accent::{Accent, BUILT_IN},
        },
        site::{Frame, Site},
    },
    platform,
};

mod choice;
mod resume;

use resume::Resume;

/// The page.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let settings = Answer::new(read_settings);
    let shown = move || {
        settings.get().map(|answer| match answer {
            Ok(settings) => view! { <SettingsForm settings=settings/> }.into_any(),
            Err(error) => view! { <Failed error=error retry=settings.reload()/> }.into_any(),
        })
    };
    view! {
        <h1>"Settings"</h1>
        <p class="desk-lede">"What readers see around every page. A change is seen as soon as it is saved."</p>
        {shown}
        <Resume/>
    }
}

/// A setting and what is typed for it.
type Typed = (&'static Setting, RwSignal<String>);

#[component]
fn SettingsForm(
    /// The settings that count.
    settings: DeskSettings,
) -> impl IntoView {
    let typed: Vec<Typed> = SETTINGS
        .iter()
        .map(|setting| {
            let value = settings.values.get(setting.name).cloned();
            (setting, RwSignal::new(value.unwrap_or_default()))
        })
        .collect();
    let typed = StoredValue::new(typed);
    let zones = settings.zones.clone();
    let given = settings.given.clone();
    let held = RwSignal::new(settings);
    let sending = Sending::default();
    let said = expect_context::<Said>();
    expect_context::<UnderWay>()
        .count(move || typed.with_value(|typed| held.with(|held| is_changed(typed, held))));
    let submit = move |event: leptos::ev::SubmitEvent| {
        // What shows a page with it is sent as every form is.
        if event
            .submitter()
            .is_some_and(|button| button.has_attribute("formaction"))
        {
            return;
        }
        event.prevent_default();
        let changes = typed.with_value(|typed| held.with_untracked(|held| changed(typed, held)));
        if changes.is_empty() {
            sending.errors.set(FieldErrors::new());
            said.done("Nothing is other than it was.");
            return;
        }
        sending.run(save(changes), move |(is_saved, settings)| {
            if is_saved {
                // As they are kept, which may be other than they were typed.
                typed.with_value(|typed| {
                    for (setting, value) in typed {
                        value.set(settings.values.get(setting.name).cloned().unwrap_or_default());
                    }
                });
                said.done(saved(&settings.absent));
                held.set(settings);
            } else {
                let told = typed.with_value(|typed| held.with_untracked(|held| meet(typed, held, &settings)));
                held.set(settings);
                sending.refuse(told);
            }
        });
    };
    let site = Memo::new(move |_| typed.with_value(|typed| held.with(|held| drawn(typed, held))));
    let groups = typed.with_value(|typed| {
        typed
            .chunk_by(|(one, _), (next, _)| one.group == next.group)
            .map(|group| section(group, &given, sending.errors))
            .collect_view()
    });
    let zones = zones
        .into_iter()
        .map(|zone| view! { <option value=zone></option> })
        .collect_view();
    let [front, others @ ..] = PREVIEWED;
    let shows = |(path, words): (&'static str, &'static str)| {
        view! {
            <button type="submit" name="page" value=path formaction=PREVIEW formmethod="post" formtarget="_blank">
                {words}
            </button>
        }
        .into_any()
    };
    view! {
        <form class="settings" on:submit=submit>
            {groups}
            <datalist id="zones">{zones}</datalist>
            <section aria-labelledby="preview">
                <h2 id="preview">"Preview"</h2>
                <p class="desk-note">
                    "The head and the foot of every page with what is entered above; whole pages open in a tab of their own. Where something is wrong with it, what readers see now is drawn."
                </p>
                // A picture of it: nothing in it can be used.
                <div class="settings-preview" inert>
                    {move || preview(site.get(), held.with(|held| held.year.clone()))}
                </div>
            </section>
            <p class="desk-actions">
                <button class="button" type="submit" disabled=sending.busy>
                    "Save the settings"
                </button>
                {shows(front)}
            </p>
            // Behind the button that saves, which is the one that Enter in a field presses.
            <div>
                <p class="desk-actions">{others.map(shows).collect_view()}</p>
            </div>
        </form>
    }
}

fn section(group: &[Typed], given: &[String], errors: RwSignal<FieldErrors>) -> AnyView {
    let title = group.first().map(|(setting, _)| setting.group.title());
    let fields = group
        .iter()
        .map(|typed| field(*typed, given, errors))
        .collect_view();
    view! {
        <section class="settings-group" aria-label=title>
            <h2>{title}</h2>
            <div class="desk-columns">{fields}</div>
        </section>
    }
    .into_any()
}

fn field((setting, value): Typed, given: &[String], errors: RwSignal<FieldErrors>) -> AnyView {
    let name = setting.name;
    let fixed = given.iter().any(|given| given == name);
    let hint = if fixed { GIVEN } else { setting.hint };
    if !setting.choices().is_empty() {
        return choice::field((setting, value), hint, fixed, errors);
    }
    if setting.is_long() {
        return view! {
            <Field name=name label=setting.label value=value errors=errors hint=hint readonly=fixed/>
        }
        .into_any();
    }
    if name == BASE_URL && !fixed {
        return view! {
            <div class="is-one">
                <Field name=name label=setting.label value=value errors=errors hint=hint kind="text"/>
                <div role="status">{move || elsewhere(setting, &value.get())}</div>
            </div>
        }
        .into_any();
    }
    if name != TIME_ZONE {
        return view! {
            <Field name=name label=setting.label value=value errors=errors hint=hint readonly=fixed kind="text"/>
        }
        .into_any();
    }
    let problem = Signal::derive(move || errors.with(|errors| errors.get(name).cloned()));
    let invalid = move || problem.with(Option::is_some).then_some("true");
    view! {
        <Labelled id="field-time_zone" label=setting.label hint=hint problem=problem>
            <input
                id="field-time_zone"
                name=name
                type="text"
                list="zones"
                autocomplete="off"
                spellcheck="false"
                readonly=fixed
                aria-invalid=invalid
                aria-describedby="field-time_zone-note"
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            />
        </Labelled>
    }
    .into_any()
}

/// Tells who is at another address than the one that was typed what comes of it.
fn elsewhere(setting: &Setting, typed: &str) -> Option<AnyView> {
    let (address, here) = (setting.read(typed).ok()?, platform::origin());
    (address != here).then(|| {
        view! {
            <p class="desk-note">
                {format!(
                    "This page is at {here}. Feeds, search engines and links in mails will lead to {address}: look first \
                     whether the site answers there.",
                )}
            </p>
        }
        .into_any()
    })
}

/// What is said once all is saved: where readers are led to and nothing is may be misspelt.
fn saved(absent: &[String]) -> String {
    let mut words = "The settings are saved; readers see them now.".to_owned();
    if !absent.is_empty() {
        words.push_str(" Nothing is yet at ");
        words.push_str(&absent.join(", "));
        words.push('.');
    }
    words
}

/// Whether something was typed that is other than what counts.
fn is_changed(typed: &[Typed], held: &DeskSettings) -> bool {
    typed.iter().any(|(setting, value)| {
        let seen = held.values.get(setting.name).map_or("", String::as_str);
        value.with(|wanted| wanted != seen)
    })
}

/// What was typed that is other than what counts.
fn changed(typed: &[Typed], held: &DeskSettings) -> Changes {
    typed
        .iter()
        .filter_map(|(setting, value)| {
            let wanted = value.get_untracked();
            let seen = held.values.get(setting.name).cloned().unwrap_or_default();
            (seen != wanted).then(|| (setting.name.to_owned(), Change { seen, wanted }))
        })
        .collect()
}

/// Saves, or reads what there is now where somebody else was quicker; says which of the two.
async fn save(changes: Changes) -> Result<(bool, DeskSettings), AppError> {
    match change_settings(changes).await {
        Ok(settings) => Ok((true, settings)),
        Err(AppError::Conflict(_)) => Ok((false, read_settings().await?)),
        Err(error) => Err(error),
    }
}

/// Keeps what was typed where somebody else changed settings, and shows theirs elsewhere; answers what is to be said at those
/// that both changed.
fn meet(typed: &[Typed], seen: &DeskSettings, now: &DeskSettings) -> FieldErrors {
    let mut told = FieldErrors::new();
    for (setting, value) in typed {
        let name = setting.name;
        let before = seen.values.get(name).cloned().unwrap_or_default();
        let theirs = now.values.get(name).cloned().unwrap_or_default();
        let mine = value.get_untracked();
        if mine == before {
            value.set(theirs);
        } else if theirs != before && theirs != mine {
            let theirs = if theirs.is_empty() {
                "it is empty now".to_owned()
            } else {
                format!("it is now “{theirs}”")
            };
            told.insert(
                name.to_owned(),
                format!(
                    "Somebody else changed this meanwhile: {theirs}. Nothing was saved; save again to have what you entered \
                     instead."
                ),
            );
        }
    }
    told
}

/// The site with what was typed, as far as nothing is wrong with it.
fn drawn(typed: &[Typed], held: &DeskSettings) -> (Site, Frame) {
    let mut values: Values = held.values.clone();
    for (setting, value) in typed {
        if let Ok(value) = value.with(|typed| setting.read(typed)) {
            values.insert(setting.name.to_owned(), value);
        }
    }
    (Site::of(&values), Frame::of(&values))
}

fn preview((site, frame): (Site, Frame), year: String) -> AnyView {
    // The page itself may have another one, which would show through.
    let accent = Accent::of_file(&site.accent).map_or_else(|| BUILT_IN.to_owned(), |accent| accent.css());
    view! {
        <div style=("--accent", accent)>
        <div class="site-header">
            <Brand site=site.clone() logo=frame.logo.clone()/>
            <Navigation entries=frame.navigation.clone() path="/".to_owned()/>
        </div>
        <p class="settings-between">"A page"</p>
        <div class="site-footer">
            <FooterParts site=site frame=frame year=year seal=String::new()/>
        </div>
        </div>
    }
    .into_any()
}
