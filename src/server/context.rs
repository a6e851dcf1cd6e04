//! What every handler and server function gets.

use std::{ops::Deref, path::PathBuf, sync::Arc};

use axum::extract::FromRef;
use ipnet::IpNet;
use leptos::{config::LeptosOptions, prelude::use_context};

use super::{
    assets::SiteFiles,
    calendar::Calendar,
    db::Database,
    fault::Fault,
    services::{
        accounts::Accounts, jobs::Jobs, letters::Letters, resume::Downloads, settings::Settings, views::Views,
    },
};
use crate::model::site::{Frame, Site};

/// The program, which all that answers shares: every layer of a request clones it.
#[derive(Clone, Debug)]
pub struct Context(Arc<Program>);

/// What there is one of, made at start-up.
#[derive(Clone, Debug)]
pub struct Program {
    /// The blog's file.
    pub database: Database,
    /// What the owner chose of the site.
    pub settings: Settings,
    /// What the browser loads.
    pub files: SiteFiles,
    /// Where pictures lie.
    pub media: Arc<PathBuf>,
    /// What pages may connect to besides the site, for the policy: the development server's reload socket.
    pub sockets: String,
    /// What signing in needs.
    pub accounts: Accounts,
    /// Tells the worker that there is something to do.
    pub jobs: Jobs,
    /// Counts how often posts are read.
    pub views: Views,
    /// Keeps programs out of what readers send.
    pub letters: Letters,
    /// Who fetched the résumé today.
    pub downloads: Downloads,
    /// Proxies that say whose request they pass on.
    pub proxies: Vec<IpNet>,
    /// What the framework's own parts ask for.
    pub options: LeptosOptions,
}

impl Deref for Context {
    type Target = Program;

    fn deref(&self) -> &Program {
        &self.0
    }
}

impl From<Program> for Context {
    fn from(parts: Program) -> Self {
        Self(Arc::new(parts))
    }
}

impl FromRef<Context> for LeptosOptions {
    fn from_ref(context: &Context) -> Self {
        context.options.clone()
    }
}

impl Context {
    /// The same program with other settings.
    pub fn with_settings(&self, settings: Settings) -> Self {
        Self::from(Program {
            settings,
            ..Program::clone(self)
        })
    }

    /// What the site says of itself now.
    pub fn site(&self) -> Arc<Site> {
        self.settings.site()
    }

    /// Where it leads from all of its pages now.
    pub fn frame(&self) -> Arc<Frame> {
        self.settings.frame()
    }

    /// Dates as the site shows them now.
    pub fn calendar(&self) -> Calendar {
        self.settings.calendar()
    }

    /// The context of the request that is being answered.
    pub fn current() -> Result<Self, Fault> {
        use_context().ok_or_else(|| anyhow::anyhow!("no context: this ran outside a request").into())
    }
}
