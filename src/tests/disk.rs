//! A disk that is full in earnest, where the system lets a test have one.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// A small disk over a folder; gone with the test.
pub struct Disk(PathBuf);

impl Disk {
    /// One of so many kilobytes; nothing where only an administrator may have one, which is said.
    #[expect(
        clippy::print_stderr,
        reason = "a test that tests nothing is not to look as if it did"
    )]
    pub fn mount(folder: &Path, kilobytes: u32) -> Option<Self> {
        let size = format!("size={kilobytes}k");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(folder)
            .stderr(Stdio::null())
            .status();
        let is_there = mounted.is_ok_and(|status| status.success());
        if !is_there {
            eprintln!("skipped: a full disk is tested only by who may mount one");
        }
        is_there.then(|| Self(folder.to_owned()))
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}
