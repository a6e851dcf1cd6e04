//! What a save must not bring.

use crate::{
    error::{AppError, FieldErrors},
    model::draft::{
        Meta,
        save::{Act, MAX_NOTE, SaveRequest},
        too_long,
    },
};

/// Longest line of a field, in characters.
const MAX_FIELD: usize = 1_000;

/// Longest field of many lines, in characters.
const MAX_LINES: usize = 8_000;

/// Most tags, authors and technologies.
const MAX_LABELS: usize = 30;

/// What no save can be, by field; before anything is done with its text.
pub fn check(request: &SaveRequest) -> Result<(), AppError> {
    let mut errors = FieldErrors::new();
    if let Some(problem) = too_long(&request.draft.source) {
        errors.insert("source".to_owned(), problem);
    }
    if request.key.is_empty() || request.key.len() > 100 {
        errors.insert(
            "key".to_owned(),
            "A save needs a name of at most 100 bytes.".to_owned(),
        );
    }
    let order = request.then.as_ref();
    let letters = order
        .and_then(|order| order.note.as_ref())
        .map_or(0, |note| note.chars().count());
    if letters > MAX_NOTE {
        errors.insert(
            "note".to_owned(),
            format!("Say what changed in at most {MAX_NOTE} letters; these are {letters}."),
        );
    }
    if let Some(order) = order
        && order.at.is_some()
        && order.act != Act::Schedule
    {
        errors.insert(
            "at".to_owned(),
            "Only what is scheduled has a time. Schedule the post, or leave the time away.".to_owned(),
        );
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(AppError::Invalid(errors))
    }
}

/// What no post can hold, by field, as far as it is new: an import may have brought more. What is merely not finished yet is
/// kept as it is.
pub fn check_fields(meta: &Meta, known: &Meta) -> Result<(), AppError> {
    let mut errors = FieldErrors::new();
    let series = |meta: &Meta| {
        meta.series
            .as_ref()
            .map(|part| part.series.clone())
            .unwrap_or_default()
    };
    let cover = |meta: &Meta| {
        meta.cover
            .clone()
            .map(|cover| (cover.src, cover.alt))
            .unwrap_or_default()
    };
    let (new_cover, old_cover) = (cover(meta), cover(known));
    for (name, new, old) in [
        ("title", &meta.title, &known.title),
        ("slug", &meta.slug, &known.slug),
        ("summary", &meta.summary, &known.summary),
        ("takeaway", &meta.takeaway, &known.takeaway),
        ("series", &series(meta), &series(known)),
        ("cover", &new_cover.0, &old_cover.0),
        ("cover", &new_cover.1, &old_cover.1),
        ("canonical", &meta.canonical, &known.canonical),
        ("seo_title", &meta.seo_title, &known.seo_title),
        ("seo_description", &meta.seo_description, &known.seo_description),
        ("language", &meta.language, &known.language),
        ("year", typed(&meta.year), typed(&known.year)),
        ("order", typed(&meta.order), typed(&known.order)),
    ] {
        if new != old && new.chars().count() > MAX_FIELD {
            errors.insert(name.to_owned(), format!("Use at most {MAX_FIELD} characters."));
        }
    }
    if meta.links != known.links && typed(&meta.links).chars().count() > MAX_LINES {
        errors.insert("links".to_owned(), format!("Use at most {MAX_LINES} characters."));
    }
    let technologies = |meta: &Meta| meta.technologies.clone().unwrap_or_default();
    let (new_made, old_made) = (technologies(meta), technologies(known));
    for (name, new, old) in [
        ("tags", &meta.tags, &known.tags),
        ("authors", &meta.authors, &known.authors),
        ("technologies", &new_made, &old_made),
    ] {
        let many = new.len() > MAX_LABELS || new.iter().any(|label| label.chars().count() > 80);
        if new != old && many {
            errors.insert(
                name.to_owned(),
                format!("Use at most {MAX_LABELS}, each of at most 80 characters."),
            );
        }
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(AppError::Invalid(errors))
    }
}

static NOTHING: String = String::new();

/// What is typed in a field of which nothing may be said.
fn typed(text: &Option<String>) -> &String {
    text.as_ref().unwrap_or(&NOTHING)
}
