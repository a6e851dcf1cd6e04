//! Links and columns as an owner types them, one on a line: `Posts = /posts`, with or without the spaces. Columns have an
//! empty line between them, and the first line of each is its heading; `[social]`, `[newsletter]` and `[contact]` are lines
//! that the site draws itself.

use super::is_unseen;
use crate::model::site::{Column, Entry, Line, Mark};

/// Between a label and its address.
const BETWEEN: &str = " = ";

/// Longest label, in letters.
const LABEL: usize = 40;

/// Longest line without an address, in letters.
const LINE: usize = 200;

/// Longest address, in bytes.
const ADDRESS: usize = 500;

/// Most columns, and most lines of one.
const COLUMNS: usize = 4;
const LINES: usize = 12;

/// Where links may lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leads {
    /// To this site and elsewhere.
    Anywhere,
    /// Elsewhere only.
    Elsewhere,
}

/// Links, one a line, of which there may be so many; or a sentence on what is wrong with which.
pub fn links(typed: &str, most: usize, leads: Leads) -> Result<Vec<Entry>, String> {
    let lines: Vec<(usize, &str)> = numbered(typed).filter(|(_, line)| !line.is_empty()).collect();
    if lines.len() > most {
        return Err(format!(
            "There are {} entries here, and room for at most {most}. Leave some out.",
            lines.len()
        ));
    }
    lines
        .into_iter()
        .map(|(number, line)| {
            let read = match parted(line) {
                Some((label, address)) => link(label, address, leads),
                None => {
                    Err("write a label, an equals sign and an address, such as Posts = /posts.".to_owned())
                }
            };
            read.map_err(|problem| format!("Line {number}: {problem}"))
        })
        .collect()
}

/// Columns of links and other lines, or a sentence on what is wrong with which.
pub fn columns(typed: &str) -> Result<Vec<Column>, String> {
    let mut columns: Vec<Column> = Vec::new();
    let mut marks: Vec<Line> = Vec::new();
    let mut begins = true;
    for (number, line) in numbered(typed) {
        if line.is_empty() {
            begins = true;
            continue;
        }
        let at = |problem| format!("Line {number}: {problem}");
        let count = columns.len();
        match columns.last_mut().filter(|_| !begins) {
            Some(column) if column.lines.len() == LINES => {
                return Err(at(format!(
                    "a column has room for at most {LINES} lines under its heading."
                )));
            }
            Some(column) => {
                let read = self::line(line).map_err(at)?;
                if let Line::Mark(_) = read {
                    if marks.contains(&read) {
                        return Err(at(format!("{line} is there already, and once is enough.")));
                    }
                    marks.push(read.clone());
                }
                column.lines.push(read);
            }
            None if count == COLUMNS => {
                return Err(at(format!(
                    "there is room for at most {COLUMNS} columns. Leave this one out."
                )));
            }
            None if line.contains(BETWEEN) => {
                return Err(at(
                    "a column begins with its heading, on a line without an address.".to_owned(),
                ));
            }
            None if is_marked(line) => {
                return Err(at(format!(
                    "a column begins with its heading. Write one above {line}."
                )));
            }
            None => columns.push(Column {
                title: text(line, LABEL, "a heading").map_err(at)?,
                lines: Vec::new(),
            }),
        }
        begins = false;
    }
    Ok(columns)
}

/// Links as they are typed.
pub fn write_links(links: &[Entry]) -> String {
    let lines: Vec<String> = links.iter().map(write_entry).collect();
    lines.join("\n")
}

/// Columns as they are typed.
pub fn write_columns(columns: &[Column]) -> String {
    let columns: Vec<String> = columns
        .iter()
        .map(|column| {
            let lines = column.lines.iter().map(write_line);
            let lines: Vec<String> = std::iter::once(column.title.clone()).chain(lines).collect();
            lines.join("\n")
        })
        .collect();
    columns.join("\n\n")
}

fn write_line(line: &Line) -> String {
    match line {
        Line::Entry(entry) => write_entry(entry),
        Line::Mark(mark) => Mark::ALL
            .into_iter()
            .find(|(known, _)| known == mark)
            .map_or_else(String::new, |(_, typed)| typed.to_owned()),
    }
}

fn write_entry(entry: &Entry) -> String {
    if entry.address.is_empty() {
        entry.label.clone()
    } else {
        format!("{}{BETWEEN}{}", entry.label, entry.address)
    }
}

/// A label and its address: what is around the last equals sign between spaces, or else around the first one, unless that is
/// in the query of an address without a label.
fn parted(line: &str) -> Option<(&str, &str)> {
    line.rsplit_once(BETWEEN)
        .or_else(|| line.split_once('=').filter(|(label, _)| !is_address(label)))
}

/// The same of a line that may be words: in those an equals sign without its spaces is a sign as any other, unless it is
/// between what can be a label and nothing but an address.
fn linked(line: &str) -> Option<(&str, &str)> {
    let is_label = |label: &str| label.chars().count() <= LABEL && !label.split_whitespace().any(is_address);
    let is_all_address = |address: &str| is_address(address) && !address.contains(char::is_whitespace);
    parted(line).filter(|(label, address)| {
        line.contains(BETWEEN) || (is_label(label) && is_all_address(address.trim()))
    })
}

fn numbered(typed: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(typed.lines().map(str::trim))
}

/// Whether a line stands in square brackets, as what the site draws itself does.
fn is_marked(line: &str) -> bool {
    line.starts_with('[') && line.ends_with(']')
}

/// A line of a column under its heading.
fn line(typed: &str) -> Result<Line, String> {
    if is_marked(typed) {
        return Mark::ALL
            .into_iter()
            .find(|(_, known)| *known == typed)
            .map(|(mark, _)| Line::Mark(mark))
            .ok_or_else(|| {
                "in square brackets there can be [social], [newsletter] or [contact]. Use one of these, or leave the \
                 brackets out."
                    .to_owned()
            });
    }
    Ok(Line::Entry(match linked(typed) {
        Some((label, address)) => link(label, address, Leads::Anywhere)?,
        None => Entry {
            label: text(typed, LINE, "a line")?,
            address: String::new(),
        },
    }))
}

/// A text on one line; what is wrong is told after the number of the line, and of what.
fn text(typed: &str, longest: usize, what: &str) -> Result<String, String> {
    let length = typed.chars().count();
    if length > longest {
        return Err(format!(
            "{what} has at most {longest} letters; these are {length}. Shorten it."
        ));
    }
    if typed.contains(is_unseen) {
        return Err(format!("{what} has no tabs or other signs that nobody sees."));
    }
    Ok(typed.to_owned())
}

/// Whether a text begins as addresses do.
fn is_address(text: &str) -> bool {
    leads_here(text) || leads_elsewhere(text)
}

/// Whether an address is a path of this site.
fn leads_here(address: &str) -> bool {
    address.starts_with('/') && !address.starts_with("//") && !address.contains('\\')
}

/// Whether it is a whole address, or one of a person.
fn leads_elsewhere(address: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| {
        address
            .strip_prefix(scheme)
            .is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
    })
}

fn link(label: &str, address: &str, leads: Leads) -> Result<Entry, String> {
    let (label, address) = (label.trim(), address.trim());
    if label.is_empty() {
        return Err("write a label before the equals sign.".to_owned());
    }
    let (here, elsewhere) = (leads_here(address), leads_elsewhere(address));
    if address.len() > ADDRESS || address.contains(|c: char| c.is_whitespace() || is_unseen(c)) {
        return Err(format!(
            "an address has no spaces, and at most {ADDRESS} letters."
        ));
    }
    match leads {
        Leads::Anywhere if !here && !elsewhere => {
            Err("an address is a path such as /posts, or begins with https:// or mailto:.".to_owned())
        }
        Leads::Elsewhere if !elsewhere => {
            Err("the address has to begin with https:// or mailto:.".to_owned())
        }
        _ => Ok(Entry {
            label: text(label, LABEL, "a label")?,
            address: address.to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_read_line_by_line_and_written_as_they_were() {
        let typed = "  Home = / \n\nAll = 1 = /posts?sort=read\r\nCode = https://example.org/a=b\nWrite = mailto:a@b.test";
        let links = links(typed, 12, Leads::Anywhere).unwrap();
        let read: Vec<(&str, &str)> = links
            .iter()
            .map(|link| (link.label.as_str(), link.address.as_str()))
            .collect();
        assert_eq!(
            read,
            [
                ("Home", "/"),
                ("All = 1", "/posts?sort=read"),
                ("Code", "https://example.org/a=b"),
                ("Write", "mailto:a@b.test"),
            ]
        );
        assert_eq!(super::links(&write_links(&links), 12, Leads::Anywhere), Ok(links));
        assert_eq!(super::links(" \n", 12, Leads::Anywhere), Ok(Vec::new()));
    }

    #[test]
    fn an_equals_sign_needs_no_spaces() {
        let typed =
            "Posts=/posts\nRead =/posts?sort=read\nCode= https://example.org/?a=b\nWrite=mailto:a@b.test";
        let read = write_links(&links(typed, 12, Leads::Anywhere).unwrap());
        assert_eq!(
            read,
            "Posts = /posts\nRead = /posts?sort=read\nCode = https://example.org/?a=b\nWrite = mailto:a@b.test"
        );
        let typed =
            "Read\nPosts=/posts?sort=read\nE=mc2, or x=/y here.\nhttps://a.test/?to=/b\nOne=two = /a=b";
        let read = write_columns(&columns(typed).unwrap());
        assert_eq!(
            read,
            "Read\nPosts = /posts?sort=read\nE=mc2, or x=/y here.\nhttps://a.test/?to=/b\nOne=two = /a=b"
        );
        assert_eq!(columns(&read), columns(typed));
        // Words stay words, as an older version kept them.
        for words in [
            "Posts=/posts",
            "E=mc2",
            "Read\nSign in at https://a.test/login?next=/home",
            "Read\nOur newsletter and all that came before it=/b",
        ] {
            let read = write_columns(&columns(words).unwrap());
            assert_eq!(read, words);
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let fifty = "Posts = /posts\n".repeat(50);
        let long = "a".repeat(10_000);
        for (typed, told) in [
            (
                fifty.as_str(),
                "There are 50 entries here, and room for at most 12",
            ),
            ("Home = /\nPosts", "Line 2: write a label"),
            ("=/", "Line 1: write a label"),
            ("Home=x", "Line 1: an address is"),
            ("https://example.org/?to=/a", "Line 1: write a label"),
            (" = /", "Line 1: write a label"),
            ("Bad = javascript:alert(1)", "Line 1: an address is"),
            ("Bad = //example.org", "Line 1: an address is"),
            ("Bad = /\\example.org", "Line 1: an address is"),
            ("Bad = posts", "Line 1: an address is"),
            ("Bad = https://", "Line 1: an address is"),
            ("Bad = /a b", "no spaces"),
            (&format!("Bad = /{long}"), "at most 500"),
            (
                &format!("{long} = /"),
                "Line 1: a label has at most 40 letters; these are 10000",
            ),
            ("a\tb = /", "Line 1: a label has no tabs"),
        ] {
            let problem = links(typed, 12, Leads::Anywhere).unwrap_err();
            assert!(problem.contains(told), "{problem}");
        }
        assert!(
            links("Me = /about", 12, Leads::Elsewhere)
                .unwrap_err()
                .contains("https://")
        );
    }

    #[test]
    fn what_the_site_draws_itself_is_read_and_written_as_it_was() {
        let typed =
            "Connect\nSay hello.\n[social]\n\nGet updates\n[newsletter]\n[contact]\n[not a mark] = /posts";
        let columns = columns(typed).unwrap();
        assert_eq!(columns[0].lines[1], Line::Mark(Mark::Social));
        assert_eq!(
            columns[1].lines[..2],
            [Line::Mark(Mark::Newsletter), Line::Mark(Mark::Contact)]
        );
        assert!(columns[1].has(Mark::Contact) && !columns[0].has(Mark::Contact));
        assert!(matches!(&columns[1].lines[2], Line::Entry(entry) if entry.address == "/posts"));
        assert_eq!(write_columns(&columns), typed);
    }

    #[test]
    fn columns_have_a_heading_and_lines() {
        let typed =
            "Read\nAll posts = /posts\n\n\n Connect \nSay hello at any time.\nMail = mailto:a@b.test\n";
        let columns = columns(typed).unwrap();
        let shape: Vec<(&str, usize)> = columns
            .iter()
            .map(|column| (column.title.as_str(), column.lines.len()))
            .collect();
        assert_eq!(shape, [("Read", 1), ("Connect", 2)]);
        assert!(matches!(&columns[1].lines[0], Line::Entry(entry) if entry.address.is_empty()));
        assert_eq!(super::columns(&write_columns(&columns)), Ok(columns));
        for (typed, told) in [
            ("All posts = /posts", "begins with its heading"),
            (
                &"Column\n\n".repeat(5),
                "Line 9: there is room for at most 4 columns",
            ),
            (
                &format!("Column\n{}", "Line\n".repeat(13)),
                "Line 14: a column has room",
            ),
            (&format!("Column\n{}", "a".repeat(201)), "at most 200 letters"),
            ("Column\nBad = data:text/html,x", "Line 2: an address is"),
            (
                "Column\n[newletter]",
                "Line 2: in square brackets there can be [social], [newsletter] or [contact]",
            ),
            ("Column\n[Social]", "Line 2: in square brackets"),
            (
                "Column\n[social]\n\nAnother\n[social]",
                "Line 5: [social] is there already",
            ),
            ("[social]", "Line 1: a column begins with its heading"),
        ] {
            let problem = super::columns(typed).unwrap_err();
            assert!(problem.contains(told), "{problem}");
        }
    }
}
