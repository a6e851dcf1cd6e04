//! Of several tasks started one after the other, only the last is carried through: what somebody types, and what is
//! asked for meanwhile.

use std::{future::Future, pin::Pin, time::Duration};

use futures_util::future::{AbortHandle, abortable};
use gloo_timers::future::sleep;
use leptos::{prelude::*, task::spawn_local};

/// The place of one task. Whoever starts another one there ends it, and with it its request.
#[derive(Clone, Copy, Debug, Default)]
pub struct Latest(StoredValue<Option<AbortHandle>>);

impl Latest {
    /// Starts `task` after a pause, instead of the one before.
    pub fn run(self, pause: Duration, task: impl Future<Output = ()> + 'static) {
        self.start(pause, Box::pin(task));
    }

    fn start(self, pause: Duration, task: Pin<Box<dyn Future<Output = ()>>>) {
        self.stop();
        let (task, handle) = abortable(async move {
            sleep(pause).await;
            task.await;
        });
        self.0.set_value(Some(handle));
        spawn_local(async move {
            let _ = task.await;
        });
    }

    /// Ends the task, if one is under way.
    pub fn stop(self) {
        if let Some(Some(before)) = self.0.try_get_value() {
            before.abort();
        }
    }
}
