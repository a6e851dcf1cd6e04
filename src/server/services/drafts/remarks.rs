//! What the publish dialogue says that only the server knows: what an order would be refused for, before anybody orders
//! anything. Nothing is changed here.

use super::{
    content,
    links::{self, Links},
    may,
    orders::{self, Asked},
    settled::Settled,
    thrown,
};
use crate::{
    error::AppError,
    model::{
        checks::Checked,
        draft::{
            Draft,
            save::{Act, Order},
            too_long,
        },
        role::Action,
    },
    server::{calendar, context::Context, db::drafts, fault::Fault, services::accounts::Actor},
};

/// Of the post as a whole, and of none of its fields.
const WHOLE: &str = "post";

/// What is in the way of publishing a draft as it is now, and what else is worth a look in it; nothing where there is no such
/// post. What the dialogue sees for itself is left out.
pub async fn check_draft(
    context: &Context,
    actor: &Actor,
    uuid: &str,
    draft: &Draft,
) -> Result<Option<Result<Checked, AppError>>, Fault> {
    // The dialogue sees that for itself, and no such text is rendered.
    if too_long(&draft.source).is_some() {
        return Ok(Some(Ok(Checked::default())));
    }
    let Some(body) = content::render(context, &draft.source, content::Line::Authors).await? else {
        return Ok(Some(Err(AppError::TooMany {
            retry_after: content::ASK_AGAIN,
        })));
    };
    let links = Links::read(context, &body).await?;
    let mut reader = context.database.reader().await?;
    let Some(post) = drafts::find_post(&mut reader, uuid).await? else {
        return Ok(None);
    };
    let settled = Settled::read(&mut reader, post.id, &draft.meta).await?;
    let asked = Asked {
        post: &post,
        number: 0,
        draft,
        body: Some(&body),
        links: &links,
        order: &Order::now(Act::Publish),
    };
    let missing = orders::find_missing(&mut reader, actor, asked, &settled, calendar::now()).await?;
    let mut errors = missing.err().unwrap_or_default();
    for (name, text) in [("title", &draft.meta.title), ("source", &draft.source)] {
        if text.trim().is_empty() {
            errors.remove(name);
        }
    }
    if let Some(AppError::Conflict(problem)) = thrown::refusal(&post) {
        errors.insert(WHOLE.to_owned(), problem);
    } else if !may(&mut reader, actor, &post, Action::PublishPost).await? {
        let problem = "You may write this and not publish it. Ask an editor or the owner to.";
        errors.insert(WHOLE.to_owned(), problem.to_owned());
    }
    // Whether a date fits depends on what will be ordered.
    let date = errors.remove("date");
    let lost = links::tell_lost(&body.lost_links());
    Ok(Some(Ok(Checked {
        problems: errors,
        advice: date.into_iter().chain(lost).collect(),
    })))
}
