//! A disk so small that it can be filled. It is in memory, and only the program that was started on
//! it and the children of that program see it: nothing else on this machine can run into it.

use std::process::{Command, Stdio};

use super::unprivileged_user;

/// Mounts the disk at `small` in the working directory, and becomes the program that is named by the
/// arguments behind the owner.
const MOUNT: &str = r#"owner=$1 && shift && mkdir -p small &&
mount -t tmpfs -o "size=32m,mode=0700,uid=$owner" small small && exec "$@""#;

/// The words before a command that let it run with an empty small disk in its working directory, as
/// [`unprivileged_user`]. None where nobody may mount one, as in many a container.
pub fn on_a_small_disk() -> Option<Vec<String>> {
    let mount = |options: &str, owner: u32, become_user: &str| {
        let words = ["unshare", "--mount"]
            .into_iter()
            .chain(options.split_whitespace());
        let owner = owner.to_string();
        words
            .chain(["sh", "-c", MOUNT, "mount", &owner])
            .chain(become_user.split_whitespace())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let words = match unprivileged_user() {
        Some(user) => mount("", user, &format!("setpriv --reuid={user} --clear-groups")),
        // Whoever is not root is root among themselves, and then not any more: PostgreSQL minds.
        None => mount("--map-root-user", 0, "unshare --map-user=1"),
    };
    let folder = tempfile::tempdir().unwrap();
    let mut tried = Command::new(&words[0]);
    tried.args(&words[1..]).arg("true").current_dir(&folder);
    let status = tried.stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success()).then_some(words)
}
