//! An nginx of the test's own.

use std::{
    io::Write as _,
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use tempfile::TempDir;

/// A running nginx, with Debian's default settings but for where its files are.
pub(super) struct Nginx {
    child: Child,
    pub(super) url: String,
    _folder: TempDir,
}

impl Nginx {
    /// Starts it with these contents of its `http` block, in which `listen 80;` is a free port;
    /// `None` where it is not installed, which was then said.
    ///
    /// With `TASKFLOW_TEST_REQUIRE_NGINX` set, as in CI, the test fails instead.
    pub(super) fn start(site: &str) -> Option<Self> {
        let Some(program) = find() else {
            assert!(
                std::env::var_os("TASKFLOW_TEST_REQUIRE_NGINX").is_none(),
                "nginx is required here and not installed: apt-get install nginx-light"
            );
            say_skipped();
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let port = free_port();
        let site = site.replace("listen 80;", &format!("listen 127.0.0.1:{port};"));
        let file = folder.path().join("nginx.conf");
        std::fs::write(&file, configuration(folder.path(), &site)).unwrap();
        let child = Command::new(program)
            .arg("-p")
            .arg(folder.path())
            .arg("-c")
            .arg(&file)
            .arg("-e")
            .arg(folder.path().join("error.log"))
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let mut nginx = Self {
            child,
            url: format!("http://127.0.0.1:{port}"),
            _folder: folder,
        };
        nginx.wait_until_open(port);
        Some(nginx)
    }

    fn wait_until_open(&mut self, port: u16) {
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert_eq!(self.child.try_wait().unwrap(), None, "nginx ended at once");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One process, which needs no other user to run as, with all its files in one folder.
fn configuration(folder: &Path, site: &str) -> String {
    let folder = folder.display();
    format!(
        "daemon off; master_process off; pid {folder}/pid;\n\
         events {{ worker_connections 512; }}\n\
         http {{\n\
         access_log off;\n\
         client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;\n\
         fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;\n\
         scgi_temp_path {folder}/scgi;\n\
         gzip on;\n\
         {site}\n}}\n"
    )
}

fn find() -> Option<&'static str> {
    let candidates = ["nginx", "/usr/sbin/nginx", "/opt/homebrew/bin/nginx"];
    candidates.into_iter().find(|program| {
        let mut command = Command::new(program);
        let version = command.arg("-v").stderr(Stdio::null()).status();
        version.is_ok_and(|status| status.success())
    })
}

/// Says it past the test harness.
fn say_skipped() {
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("a test");
    let line = format!("{test}: not run, nginx is not installed (apt-get install nginx-light)\n");
    // A failure to say so is no failure of the test.
    let _ = std::io::stderr().write_all(line.as_bytes());
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port()
}
