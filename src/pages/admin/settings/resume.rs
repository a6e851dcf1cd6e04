//! The owner's résumé: what there is of it, and how it comes and goes.

use std::sync::Arc;

use leptos::{
    prelude::*,
    wasm_bindgen::{JsCast as _, closure::Closure},
};
use web_sys::{File, XmlHttpRequest};

use super::super::{
    answer::Answer,
    confirm::{Confirm, Question},
    desk::Failed,
    form::{Labelled, Said, Sending},
    upload::why,
};
use crate::{
    api::resume::{read_resume, remove_resume},
    model::{
        listing::grouped,
        media::size_in_words,
        resume::{DeskResume, MAX_RESUME, RESUME, UPLOAD_RESUME},
    },
};

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
    let hint = format!("A PDF of at most {}.", size_in_words(MAX_RESUME));
    let chosen = move |event: leptos::ev::Targeted<leptos::ev::Event, web_sys::HtmlInputElement>| {
        let input = event.target();
        let Some(file) = input.files().and_then(|files| files.get(0)) else {
            return;
        };
        problem.set(None);
        let ended = move |told: Result<(), String>| {
            sending.busy.try_set(false);
            // The same file may be chosen once more.
            input.set_value("");
            match told {
                Ok(()) => {
                    said.done("The résumé is there, and readers get this one from now on.");
                    reload.try_run(());
                }
                Err(told) => drop(problem.try_set(Some(told))),
            }
        };
        sending.busy.set(true);
        send(&file, ended);
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

/// Sends the file, and says how that ended.
fn send(file: &File, ended: impl FnOnce(Result<(), String>) + 'static) {
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
