//! Starts the program: reads the command line and runs the command. No logic lives here.

#[cfg(feature = "ssr")]
use std::process::ExitCode;

#[cfg(feature = "ssr")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[cfg(feature = "ssr")]
fn main() -> ExitCode {
    // At least two workers: with one, a page that waits for a query can wait for itself.
    let workers = std::thread::available_parallelism().map_or(2, |cores| cores.get().max(2));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(workers)
        .enable_all()
        .build();
    let outcome = runtime
        .map_err(anyhow::Error::from)
        .and_then(|runtime| runtime.block_on(logbook::server::cli::run()));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            logbook::server::cli::complain(&error);
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(feature = "ssr"))]
fn main() {}
