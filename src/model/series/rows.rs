//! Lists in which a series is one row. Which posts are on a page is decided before, so every post is on one page and counts
//! stay those of posts.

use super::{SeriesRef, count_parts};
use crate::model::post::PostSummary;

/// What stands in one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// A post of its own.
    One(Box<PostSummary>),
    /// Parts of one series in reading order.
    Series(SeriesRef, Vec<PostSummary>),
}

/// Puts the parts of each series together where its first one stood; a single part stays a row of its own.
pub fn group(posts: Vec<PostSummary>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::with_capacity(posts.len());
    for post in posts {
        let Some(series) = post.series.clone() else {
            rows.push(Row::One(Box::new(post)));
            continue;
        };
        let begun = rows.iter_mut().find_map(|row| match row {
            Row::Series(other, parts) if other.slug == series.slug => Some(parts),
            _ => None,
        });
        match begun {
            Some(parts) => {
                // Where it is read. They are few, and a sort would be more than all else that readers load for lists.
                let after = parts.partition_point(|part| number(part) <= number(&post));
                parts.insert(after, post);
            }
            None => rows.push(Row::Series(series, vec![post])),
        }
    }
    for row in &mut rows {
        let Row::Series(_, parts) = row else { continue };
        if parts.len() == 1
            && let Some(alone) = parts.pop()
        {
            *row = Row::One(Box::new(alone));
        }
    }
    rows
}

/// Which part of its series a post is, from 1; 0 for the overview.
pub fn number(post: &PostSummary) -> u32 {
    post.series.as_ref().map_or(0, |series| series.part)
}

/// How many parts of a series a row holds, and of how many: "Overview and 6 parts", "2 of 7 parts".
pub fn count(series: &SeriesRef, numbers: impl Iterator<Item = u32>) -> String {
    let (mut overview, mut here) = (false, 0);
    for number in numbers {
        if number == 0 {
            overview = true;
        } else {
            here += 1;
        }
    }
    if here == series.parts || here == 0 {
        return count_parts(overview, here);
    }
    let beginning = if overview { "Overview and " } else { "" };
    format!("{beginning}{here} of {}", count_parts(false, series.parts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::date::DateLabel;

    fn post(slug: &str, series: Option<(&str, u32)>) -> PostSummary {
        PostSummary {
            slug: slug.to_owned(),
            title: slug.to_owned(),
            summary: String::new(),
            takeaway: String::new(),
            language: String::new(),
            featured: false,
            published: DateLabel {
                iso: String::new(),
                text: String::new(),
            },
            updated: None,
            minutes: 1,
            cover: None,
            tags: Vec::new(),
            authors: Vec::new(),
            series: series.map(|(slug, part)| SeriesRef {
                slug: slug.to_owned(),
                title: slug.to_owned(),
                part,
                parts: 3,
            }),
            views: None,
        }
    }

    #[test]
    fn a_series_stands_where_its_first_part_stood_in_reading_order() {
        let posts = vec![
            post("a", None),
            post("jobs-2", Some(("jobs", 2))),
            post("alone", Some(("other", 3))),
            post("jobs-0", Some(("jobs", 0))),
            post("b", None),
            post("jobs-1", Some(("jobs", 1))),
        ];
        let rows: Vec<Vec<String>> = group(posts)
            .into_iter()
            .map(|row| match row {
                Row::One(post) => vec![post.slug],
                Row::Series(series, parts) => std::iter::once(format!("[{}]", series.slug))
                    .chain(parts.into_iter().map(|part| part.slug))
                    .collect(),
            })
            .collect();
        let expected: [&[&str]; 4] = [
            &["a"],
            &["[jobs]", "jobs-0", "jobs-1", "jobs-2"],
            &["alone"],
            &["b"],
        ];
        assert_eq!(rows, expected);
    }

    #[test]
    fn a_row_says_how_much_of_the_series_it_holds() {
        let series = post("x", Some(("jobs", 1))).series.unwrap();
        let count = |numbers: &[u32]| count(&series, numbers.iter().copied());
        assert_eq!(count(&[0, 1, 2, 3]), "Overview and 3 parts");
        assert_eq!(count(&[1, 2, 3]), "3 parts");
        assert_eq!(count(&[1, 3]), "2 of 3 parts");
        assert_eq!(count(&[0, 3]), "Overview and 1 of 3 parts");
        assert_eq!(count(&[0, 0]), "Overview");
    }
}
