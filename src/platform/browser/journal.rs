//! What the device keeps of texts that the server does not have yet (IndexedDB), and which tabs are alive (Web Locks).

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use idb::{
    Database, DatabaseEvent as _, Error, Factory, KeyRange, ObjectStore, ObjectStoreParams, Query,
    Transaction, TransactionMode,
};
use js_sys::{Array, Function, Promise, Reflect};
use leptos::{
    prelude::window,
    wasm_bindgen::{JsCast as _, JsValue, closure::Closure},
};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// The database and its one store.
const NAME: &str = "logbook";
const STORE: &str = "drafts";

/// The device's store of drafts. Cheap to clone; closed with its last clone.
#[derive(Clone)]
pub struct Journal(Rc<Opened>);

struct Opened {
    database: Database,
    /// Whether the browser was asked to keep it.
    asked: Cell<bool>,
}

impl Drop for Opened {
    fn drop(&mut self) {
        // What was begun is carried out first.
        self.database.close();
    }
}

impl Journal {
    /// Opens it; nothing where the device keeps nothing, as in some private windows.
    pub async fn open() -> Option<Self> {
        let mut request = Factory::new().ok()?.open(NAME, Some(1)).ok()?;
        request.on_upgrade_needed(|event| {
            if let Ok(database) = event.database() {
                let _ = database.create_object_store(STORE, ObjectStoreParams::new());
            }
        });
        Some(Self(Rc::new(Opened {
            database: request.await.ok()?,
            asked: Cell::new(false),
        })))
    }

    /// Keeps texts under their keys, all or none; whether the device did.
    pub async fn keep(&self, texts: &[(String, String)]) -> bool {
        let kept = self
            .write(|store| {
                for (key, text) in texts {
                    store.put(&text.into(), Some(&key.into()))?;
                }
                Ok(())
            })
            .await
            .unwrap_or(false);
        // Not before there is something to lose: Firefox asks its user.
        if kept && !texts.is_empty() && !self.0.asked.replace(true) {
            ask_to_persist();
        }
        kept
    }

    /// Forgets what is kept under keys.
    pub async fn forget(&self, keys: &[String]) -> bool {
        self.write(|store| {
            for key in keys {
                store.delete(Query::Key(key.into()))?;
            }
            Ok(())
        })
        .await
        .unwrap_or(false)
    }

    /// All texts whose keys begin like this, with their keys.
    pub async fn left(&self, beginning: &str) -> Vec<(String, String)> {
        self.read(beginning).await.unwrap_or_default()
    }

    async fn read(&self, beginning: &str) -> Result<Vec<(String, String)>, Error> {
        let transaction = self.transaction(TransactionMode::ReadOnly)?;
        let store = transaction.object_store(STORE)?;
        let end = format!("{beginning}\u{ffff}");
        let range = KeyRange::bound(&beginning.into(), &end.into(), None, None)?;
        // Both in the order of the keys, and in one transaction.
        let keys = store.get_all_keys(Some(Query::KeyRange(range.clone())), None)?;
        let all = store.get_all(Some(Query::KeyRange(range)), None)?;
        let (keys, all) = (keys.await?, all.await?);
        let texts = all.iter().map(JsValue::as_string);
        let both = keys.iter().map(JsValue::as_string).zip(texts);
        Ok(both.filter_map(|(key, text)| key.zip(text)).collect())
    }

    async fn write(&self, change: impl FnOnce(&ObjectStore) -> Result<(), Error>) -> Result<bool, Error> {
        let transaction = self.transaction(TransactionMode::ReadWrite)?;
        change(&transaction.object_store(STORE)?)?;
        // A full device aborts without an error.
        Ok(transaction.commit()?.await?.is_committed())
    }

    fn transaction(&self, mode: TransactionMode) -> Result<Transaction, Error> {
        self.0.database.transaction(&[STORE], mode)
    }
}

/// Asks the browser to leave alone what the site keeps here until its user clears it. Else all of it may go without a word when
/// the disk gets full, and some of it may be nowhere else. Nothing waits for the answer, and no is no error: it is as it was then.
fn ask_to_persist() {
    // On plain HTTP from another machine there is no such interface, and the call fails.
    if let Ok(answer) = window().navigator().storage().persist() {
        spawn_local(async move {
            let _ = JsFuture::from(answer).await;
        });
    }
}

fn locks() -> Option<JsValue> {
    let navigator = window().navigator();
    Reflect::get(&navigator, &"locks".into())
        .ok()
        .filter(JsValue::is_object)
}

/// Says that something is alive, until it is dropped or the page is gone.
pub struct Alive(Rc<RefCell<Option<Function>>>);

impl Drop for Alive {
    fn drop(&mut self) {
        if let Some(release) = self.0.take() {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

/// Says that something of this name is alive. Without the interface nothing is ever said to be.
pub fn hold_alive(name: &str) -> Option<Alive> {
    let locks = locks()?;
    let request = Reflect::get(&locks, &"request".into())
        .ok()?
        .dyn_into::<Function>()
        .ok()?;
    let release = Rc::new(RefCell::new(None));
    let kept = release.clone();
    // The lock is held until what is answered here is settled.
    let held = Closure::once_into_js(move || {
        Promise::new(&mut |resolve, _| {
            kept.replace(Some(resolve));
        })
    });
    request.call2(&locks, &name.into(), &held).ok()?;
    Some(Alive(release))
}

/// The names of all that is alive on any page of this site.
pub async fn list_alive() -> Vec<String> {
    let Some(locks) = locks() else { return Vec::new() };
    let asked = Reflect::get(&locks, &"query".into())
        .ok()
        .and_then(|query| query.dyn_into::<Function>().ok())
        .and_then(|query| query.call0(&locks).ok())
        .and_then(|promise| promise.dyn_into::<Promise>().ok());
    let Some(asked) = asked else { return Vec::new() };
    let Ok(answer) = JsFuture::from(asked).await else {
        return Vec::new();
    };
    let held = Reflect::get(&answer, &"held".into()).unwrap_or(JsValue::UNDEFINED);
    Array::from(&held)
        .iter()
        .filter_map(|lock| Reflect::get(&lock, &"name".into()).ok()?.as_string())
        .collect()
}
