//! The built libraries, and the tools that the tests use when they are installed.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;
use std::sync::LazyLock;

/// `libtaxdoc.so` or `libtaxdoc.a`, beside the test programs' folder.
///
/// cargo does not build a shared library for the sake of a test, so this does, with the packages, features and profile of the running
/// `cargo test`: what is compiled already is used again.
pub(crate) fn library(name: &str) -> PathBuf {
    static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
        let program = env::current_exe().unwrap();
        let folder = program.ancestors().nth(2).unwrap();
        let profile = folder.file_name().unwrap();
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--lib", "--test", "capi", "--profile"]);
        cargo.arg(if profile == "debug" { OsStr::new("test") } else { profile });
        cargo.arg("--target-dir").arg(folder.parent().unwrap());
        // What the outer cargo tells this test of its package would make the inner one build again whatever depends on ring, whose build
        // script looks at these variables.
        for (name, _) in env::vars_os() {
            if name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")) {
                cargo.env_remove(name);
            }
        }
        succeed(cargo.current_dir(env!("CARGO_MANIFEST_DIR")));
        folder.to_owned()
    });
    FOLDER.join(name)
}

/// A program on the search path.
pub(crate) fn tool(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// Says loudly that something was not tested.
pub(crate) fn skipped(what: &str, why: &str) {
    use std::io::Write as _;
    // Not `eprintln!`, which the test harness keeps to itself when a test passes.
    let _ = writeln!(std::io::stderr(), "SKIPPED: {what}: {why}");
}

/// A folder of this test for what it builds.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("capi").join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs a command that must succeed.
#[track_caller]
pub(crate) fn succeed(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{command:?}: {}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

/// What a C or C++ compiler is asked to accept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dialect {
    pub(crate) compiler: &'static str,
    pub(crate) standard: &'static str,
}

impl Dialect {
    pub(crate) const C99: Self = Self { compiler: "cc", standard: "-std=c99" };
    pub(crate) const C11: Self = Self { compiler: "cc", standard: "-std=c11" };
    pub(crate) const CPP11: Self = Self { compiler: "g++", standard: "-std=c++11" };

    /// Compiles and links sources of the repository with the shared library; `None` when there is no such compiler.
    pub(crate) fn compile(self, sources: &[&Path], program: &str) -> Option<PathBuf> {
        self.link(sources, program, |command| {
            let library = library("libtaxdoc.so");
            command.arg(&library).arg(joined("-Wl,-rpath,", library.parent().unwrap()));
        })
    }

    /// The same with the static library.
    pub(crate) fn compile_static(self, sources: &[&Path], program: &str) -> Option<PathBuf> {
        self.link(sources, program, |command| {
            // What `rustc --print native-static-libs` names for Linux.
            command.arg(library("libtaxdoc.a")).args(["-lgcc_s", "-lutil", "-lrt", "-lpthread", "-lm", "-ldl", "-lc"]);
        })
    }

    fn link(self, sources: &[&Path], program: &str, libraries: impl FnOnce(&mut Command)) -> Option<PathBuf> {
        let Some(compiler) = tool(self.compiler) else {
            skipped(program, &format!("no {}", self.compiler));
            return None;
        };
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let output = folder(&format!("{}{}", self.compiler, self.standard)).join(program);
        let mut command = Command::new(compiler);
        command.args([self.standard, "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-g", "-O1"]);
        command.arg(joined("-I", &root.join("include")));
        if self.compiler == "g++" {
            command.args(["-x", "c++"]);
        }
        command.args(sources.iter().map(|source| root.join(source))).args(["-x", "none", "-o"]).arg(&output);
        libraries(&mut command);
        succeed(&mut command);
        Some(output)
    }
}

fn joined(option: &str, path: &Path) -> std::ffi::OsString {
    [OsStr::new(option), path.as_os_str()].into_iter().collect()
}
