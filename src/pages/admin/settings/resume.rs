//! The owner's résumé: what there is of it, and how it comes and goes.

use std::sync::Arc;

use leptos::{
    prelude::*,
    wasm_bindgen::{JsCast as _, closure::Closure},
};
use web_sys::{File, ProgressEvent, XmlHttpRequest};

use super::super::{
    answer::Answer,
    confirm::{Confirm, Question},
    desk::Failed,
    form::{Labelled, Said, Sending, give_place_back, has_place},
    upload::{UnderWay, why},
};
use crate::{
    api::resume::{read_resume, remove_resume},
    model::{
        listing::grouped,
        media::size_in_words,
        resume::{DeskResume, MAX_RESUME, RESUME, UPLOAD_RESUME, too_large},
    },
};

/// The name of what is on its way, and how many percent of it are sent.
type Way = RwSignal<Option<(String, u32)>>;

/// The part of the page.
#[component]
pub fn Resume() -> impl IntoView {
    let resume = Answer::new(read_resume);
    let (said, sending) = (expect_context::<Said>(), Sending::default());
    let reload = resume.reload();
    let question = RwSignal::new(None::<Question>);
    let remove = Callback::new(move |()| {
        question.set(Some(Question {
            text: "Remove the résumé? Who follows a link to it finds nothing then, and the file is kept nowhere here."
                .to_owned(),
            word: "Remove it",
            act: Arc::new(move || {
                sending.run(remove_resume(), move |()| {
                    said.done("The résumé is gone; nothing is at its address any more.");
                    reload.try_run(());
                });
            }),
        }));
    });
    let shown = move || {
        resume.get().map(|resume| match resume {
            Ok(resume) => facts(resume, sending, remove),
            Err(error) => view! { <Failed error=error retry=reload/> }.into_any(),
        })
    };
    let problem = RwSignal::new(None::<String>);
    let way: Way = RwSignal::new(None);
    expect_context::<UnderWay>().count(move || way.with(Option::is_some));
    let hint = Signal::derive(move || match way.get() {
        None => format!("A PDF of at most {}.", size_in_words(MAX_RESUME)),
        Some((name, 100)) => format!("“{name}” is sent, and being looked at."),
        Some((name, percent)) => format!("Sending “{name}” … {percent} %"),
    });
    let chosen = move |event: leptos::ev::Targeted<leptos::ev::Event, web_sys::HtmlInputElement>| {
        let input = event.target();
        let Some(file) = input.files().and_then(|files| files.get(0)) else {
            return;
        };
        let (name, had) = (file.name(), has_place());
        problem.set(None);
        let called = name.clone();
        let refused = move |why: String| {
            said.clear();
            let told = format!("“{called}” was not taken. {why}");
            // Whoever left the page is told all the same.
            if let Some(Some(told)) = problem.try_set(Some(told)) {
                said.done(told);
                said.warn();
            }
        };
        if file.size() > MAX_RESUME as f64 {
            input.set_value("");
            refused(too_large());
            return;
        }
        let ended = move |told: Result<(), String>| {
            let is_left = sending.busy.try_set(false).is_some();
            way.try_set(None);
            // The same file may be chosen once more.
            input.set_value("");
            match told {
                Ok(()) => {
                    said.done("The résumé is there, and readers get this one from now on.");
                    reload.try_run(());
                }
                Err(why) => refused(why),
            }
            // A field that waits cannot keep the keyboard's place.
            if !is_left && had.is_some() {
                give_place_back(had);
            }
        };
        said.done(format!("Sending “{name}” …"));
        sending.busy.set(true);
        way.set(Some((name, 0)));
        send(&file, way, ended);
    };
    view! {
        <section class="settings-apart" aria-labelledby="resume">
            <h2 id="resume">"Résumé"</h2>
            {shown}
            <Labelled id="field-resume" label="Another file" hint=hint problem=problem>
                <input
                    id="field-resume"
                    type="file"
                    accept="application/pdf"
                    aria-describedby="field-resume-note"
                    aria-invalid=move || problem.with(Option::is_some).then_some("true")
                    disabled=sending.busy
                    on:change:target=chosen
                />
            </Labelled>
        </section>
        <Confirm question=question/>
    }
}

fn facts(resume: DeskResume, sending: Sending, remove: Callback<()>) -> AnyView {
    let DeskResume { file, month, ever } = resume;
    let Some(file) = file else {
        return view! {
            <p class="desk-note">
                "There is none. Once there is, readers get it at " <code>{RESUME}</code>
                "; the line “Download résumé = /resume” among those of the navigation leads them there."
            </p>
        }
        .into_any();
    };
    view! {
        <p class="desk-note">
            <a href=RESUME rel="external" download>
                {file.name}
            </a>
            {format!(", {}, since ", file.size)}
            <time datetime=file.since.iso>{file.since.text}</time>
            {format!(
                ". Fetched in 30 days: {}, ever: {}; once a visitor and day, without robots and people of the desk.",
                grouped(month),
                grouped(ever),
            )}
        </p>
        <p class="desk-actions">
            <button type="button" disabled=sending.busy on:click=move |_| remove.run(())>
                "Remove the résumé …"
            </button>
        </p>
    }
    .into_any()
}

/// Sends the file, and says how far it is and how that ended.
fn send(file: &File, way: Way, ended: impl FnOnce(Result<(), String>) + 'static) {
    let request = XmlHttpRequest::new().and_then(|request| {
        request.open_with_async("POST", UPLOAD_RESUME, true)?;
        Ok(request)
    });
    let Ok(request) = request else {
        ended(Err(
            "This browser could not send it. Load the page again.".to_owned()
        ));
        return;
    };
    if let Ok(upload) = request.upload() {
        let told = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
            if event.length_computable() && event.total() > 0.0 {
                let percent = (100.0 * event.loaded() / event.total()) as u32;
                way.try_update(|way| {
                    if let Some((_, sent)) = way {
                        *sent = percent.min(100);
                    }
                });
            }
        });
        upload.set_onprogress(Some(told.as_ref().unchecked_ref()));
        told.forget();
    }
    let asked = request.clone();
    let told = Closure::once_into_js(move || {
        ended(match asked.status().unwrap_or(0) {
            204 => Ok(()),
            status => {
                let text = asked.response_text().ok().flatten().unwrap_or_default();
                Err(why(status, text))
            }
        });
    });
    request.set_onloadend(Some(told.unchecked_ref()));
    // Where it cannot be sent at all, that it ended is told as well.
    let _ = request.send_with_opt_blob(Some(file));
}
