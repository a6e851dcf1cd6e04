//! What a project says of itself.

use serde::{Deserialize, Serialize};

use crate::model::{
    draft::Meta,
    project::{Project, problems},
    site::Entry,
};

/// What a project says of itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Said {
    /// What it is made with, in the owner's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub technologies: Vec<String>,
    /// Where it can be seen and had.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<u32>,
    /// Its place in the owner's order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<u32>,
}

/// A link of a project.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// The words.
    pub label: String,
    /// A path of this site, or a whole address.
    pub url: String,
}

impl Said {
    /// What is written of a project.
    pub fn of(project: Project) -> Self {
        let link = |entry: Entry| Link {
            label: entry.label,
            url: entry.address,
        };
        Self {
            technologies: project.technologies,
            links: project.links.into_iter().map(link).collect(),
            year: project.year,
            order: project.place,
        }
    }

    /// What it says.
    pub fn project(self) -> Project {
        let entry = |link: Link| Entry {
            label: link.label,
            address: link.url,
        };
        Project {
            technologies: self.technologies,
            links: self.links.into_iter().map(entry).collect(),
            year: self.year,
            place: self.order,
        }
    }

    /// Leaves out what cannot be kept, and says what that was.
    pub fn keep(&mut self) -> Result<(), String> {
        let mut typed = Meta::default();
        self.clone().project().describe(&mut typed);
        let problems = problems(&typed);
        for field in problems.keys() {
            match field.as_str() {
                "links" => self.links.clear(),
                "technologies" => self.technologies.clear(),
                "year" => self.year = None,
                _ => self.order = None,
            }
        }
        let said: Vec<String> = problems
            .into_iter()
            .map(|(field, problem)| format!("{field}: {problem}"))
            .collect();
        if said.is_empty() {
            Ok(())
        } else {
            Err(format!(
                "says of its project what cannot be kept; {}",
                said.join(" ")
            ))
        }
    }
}
