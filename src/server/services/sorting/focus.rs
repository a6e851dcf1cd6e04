//! Focus areas: the tags that the site is about, in an order. Which order is asked in [`super::order`].

use super::order::{Line, Lined};
use crate::{
    model::sorting::order::{Item, MOST_FOCUS},
    server::db::{
        Connection,
        tags::focus::list_focus,
        tags::{TagRow, change},
    },
};

/// The focus areas in order. One query.
pub async fn line(connection: &mut Connection) -> sqlx::Result<Line> {
    let lined = |tag: TagRow| Lined {
        row: tag.id,
        item: Item {
            note: note(&tag),
            key: tag.slug,
            name: tag.name,
        },
    };
    let items = list_focus(connection).await?.into_iter().map(lined).collect();
    Ok(Line::unnumbered("Focus areas", items))
}

/// What readers find under its name.
fn note(tag: &TagRow) -> String {
    let said = if tag.description.is_empty() {
        "No description yet"
    } else {
        &tag.description
    };
    match tag.post_count {
        0 => format!("{said} · readers see no post of it"),
        _ => said.to_owned(),
    }
}

/// The tag at this slug: its row id and its slug.
pub async fn find_tag(connection: &mut Connection, slug: &str) -> sqlx::Result<Option<(i64, String)>> {
    let found = change::find_at(connection, slug).await?;
    Ok(found.map(|id| (id, slug.to_owned())))
}

/// Their row ids, in order.
pub async fn list_ids(connection: &mut Connection) -> sqlx::Result<Vec<i64>> {
    Ok(list_focus(connection).await?.iter().map(|tag| tag.id).collect())
}

/// Why no further tag becomes a focus area where there are so many.
pub fn full(tags: usize) -> Option<String> {
    (tags >= MOST_FOCUS)
        .then(|| format!("There are {MOST_FOCUS} focus areas, and no more fit. Take one out first."))
}

/// The focus areas once `gone` is none any more: what comes instead of it has its place, unless it has one of its own.
pub fn without(focus: &[i64], gone: i64, instead: Option<i64>) -> Vec<i64> {
    let instead = instead.filter(|instead| !focus.contains(instead));
    focus
        .iter()
        .filter_map(|tag| if *tag == gone { instead } else { Some(*tag) })
        .collect()
}

/// The focus areas `now` once `tag` is one again: it was one of `before`, and none of `after`. What has its place gives it
/// back; else it is where it was, unless there are too many by now.
pub fn again(before: &[i64], after: &[i64], now: Vec<i64>, (was, tag): (i64, i64)) -> Vec<i64> {
    let mut focus = now;
    let Some(at) = before.iter().position(|one| *one == was) else {
        return focus;
    };
    let instead = after.get(at).filter(|one| !before.contains(one));
    if let Some(place) = focus.iter_mut().find(|one| Some(&**one) == instead) {
        *place = tag;
    } else if full(focus.len()).is_none() {
        focus.insert(at.min(focus.len()), tag);
    }
    focus
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_instead_of_a_focus_area_has_its_place_or_keeps_its_own() {
        for (gone, instead, left) in [
            (2, None, &[1, 3][..]),
            (2, Some(9), &[1, 9, 3]),
            (2, Some(1), &[1, 3]),
            (7, Some(9), &[1, 2, 3]),
        ] {
            assert_eq!(without(&[1, 2, 3], gone, instead), left, "{gone} {instead:?}");
        }
    }

    #[test]
    fn a_focus_area_comes_back_to_where_it_was_or_near_it() {
        let before = [1, 2, 3];
        for (after, now, back) in [
            // As it was left.
            (&[1, 3][..], &[1, 3][..], &[1, 20, 3][..]),
            (&[1, 9, 3], &[1, 9, 3], &[1, 20, 3]),
            // Moved since.
            (&[1, 9, 3], &[9, 3, 1], &[20, 3, 1]),
            (&[1, 3], &[], &[20]),
            // What had its place has none any more.
            (&[1, 9, 3], &[1, 3], &[1, 20, 3]),
        ] {
            assert_eq!(
                again(&before, after, now.to_vec(), (2, 20)),
                back,
                "{after:?} {now:?}"
            );
        }
        let many: Vec<i64> = (100..112).collect();
        assert_eq!(again(&before, &[1, 3], many.clone(), (2, 20)), many);
        assert_eq!(again(&before, &[1, 2, 3], vec![5], (4, 40)), [5]);
    }
}
