//! The page of a repository on its forge.

/// The page of a repository, and the way in which its forge writes addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remote {
    base: String,
    commit: &'static str,
    pull_request: &'static str,
}

impl Remote {
    /// Returns the host and the path of the address of a remote, without a user, a password and `.git`; `None` for a
    /// path on this machine.
    pub fn identity(url: &str) -> Option<String> {
        let url = url.trim();
        let (host, path) = match url.split_once("://") {
            Some(("file", _)) => return None,
            Some((_, rest)) => {
                // A password may contain a slash, and the address a query.
                let rest = rest.split(['?', '#']).next().unwrap_or(rest);
                rest.rsplit_once('@').map_or(rest, |(_, rest)| rest).split_once('/')?
            }
            // The short form of ssh: git@host:path
            None => url.split_once(':').filter(|(host, _)| !host.contains('/'))?,
        };
        let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
        let host = host.split(':').next().unwrap_or(host).to_ascii_lowercase();
        let path = path.trim_matches('/');
        let path = path.strip_suffix(".git").unwrap_or(path);
        (!host.is_empty() && !path.is_empty()).then(|| format!("{host}/{path}"))
    }

    /// Returns the page of a remote; `None` if its forge is unknown.
    pub fn new(url: &str) -> Option<Self> {
        let identity = Self::identity(url)?;
        let host = identity.split('/').next().unwrap_or("");
        let is = |name: &str| host.split('.').any(|part| part == name);
        let (commit, pull_request) = if is("github") {
            ("commit", "pull")
        } else if is("gitlab") {
            ("-/commit", "-/merge_requests")
        } else if is("codeberg") || is("gitea") || is("forgejo") {
            ("commit", "pulls")
        } else if is("bitbucket") {
            ("commits", "pull-requests")
        } else {
            return None;
        };
        Some(Self { base: format!("https://{identity}"), commit, pull_request })
    }

    /// Returns the address of a commit.
    pub fn commit(&self, hash: &str) -> String {
        format!("{}/{}/{hash}", self.base, self.commit)
    }

    /// Returns the address of a pull request.
    pub fn pull_request(&self, number: u64) -> String {
        format!("{}/{}/{number}", self.base, self.pull_request)
    }
}
