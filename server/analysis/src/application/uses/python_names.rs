//! What the names of a Python file stand for, as far as it matters to reading the environment: modules,
//! `os.environ` and its functions, the readers of well-known libraries.
//!
//! Names are looked at once for the whole file, without scopes: nobody calls something else `environ` in a
//! file that imports it from `os`.

use std::collections::HashMap;

use ruff_python_ast::visitor::{Visitor, walk_stmt};
use ruff_python_ast::{Expr, Stmt};

/// What a name or expression is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The module `os`.
    Os,
    /// `os.environ`.
    Environ,
    /// `os.getenv`.
    Getenv,
    /// A module whose `Env` makes a [`Meaning::Reader`]: environs, django-environ.
    EnvModule,
    /// A class whose instances read variables by name.
    ReaderClass,
    /// Something to be called with the name of a variable; its methods convert what they read.
    Reader,
    /// The module that has `BaseSettings`: pydantic or pydantic_settings.
    Pydantic,
    /// pydantic's `BaseSettings`.
    BaseSettings,
    /// The `config` of a Flask application.
    FlaskConfig,
}

/// The meanings of the names of one file.
#[derive(Default)]
pub(super) struct Names<'a> {
    names: HashMap<&'a str, Meaning>,
}

impl<'a> Names<'a> {
    pub(super) fn of(statements: &'a [Stmt]) -> Names<'a> {
        let mut names = Names::default();
        for statement in statements {
            names.visit_stmt(statement);
        }
        names
    }

    /// What an expression stands for; `None` for most.
    pub(super) fn meaning(&self, expr: &Expr) -> Option<Meaning> {
        match expr {
            Expr::Name(name) => self.names.get(name.id.as_str()).copied(),
            Expr::Attribute(attribute) => {
                let name = attribute.attr.as_str();
                if name == "config" && is_application(&attribute.value) {
                    return Some(Meaning::FlaskConfig);
                }
                member(self.meaning(&attribute.value)?, name)
            }
            Expr::Call(call) => match self.meaning(&call.func)? {
                Meaning::ReaderClass => Some(Meaning::Reader),
                _ => None,
            },
            _ => None,
        }
    }

    fn import(&mut self, module: &'a str, bound: Option<&'a str>) {
        let top = module.split('.').next().unwrap_or(module);
        let meaning = match module {
            "os" | "os.path" if bound.is_none() || module == "os" => Meaning::Os,
            "environs" | "environ" => Meaning::EnvModule,
            "pydantic" | "pydantic_settings" => Meaning::Pydantic,
            _ => return,
        };
        self.names.insert(bound.unwrap_or(top), meaning);
    }

    fn import_from(&mut self, module: &str, name: &'a str, bound: &'a str) {
        let meaning = match (module, name) {
            ("os", name) => member(Meaning::Os, name),
            ("environs" | "environ", "Env" | "FileAwareEnv") => Some(Meaning::ReaderClass),
            ("environs", "env") | ("decouple", "config") => Some(Meaning::Reader),
            ("decouple", "AutoConfig" | "Config") | ("starlette.config", "Config") => {
                Some(Meaning::ReaderClass)
            }
            ("pydantic" | "pydantic_settings" | "pydantic.v1", "BaseSettings") => {
                Some(Meaning::BaseSettings)
            }
            // Made in another file of the application, under the name that everybody gives it.
            (_, "env") => Some(Meaning::Reader),
            _ => None,
        };
        if let Some(meaning) = meaning {
            self.names.insert(bound, meaning);
        }
    }

    fn assign(&mut self, target: &'a Expr, value: &Expr) {
        let Expr::Name(target) = target else { return };
        let worth_a_name = |meaning: &Meaning| {
            !matches!(meaning, Meaning::BaseSettings) && !matches!(value, Expr::Name(_))
        };
        if let Some(meaning) = self.meaning(value).filter(worth_a_name) {
            self.names.insert(target.id.as_str(), meaning);
        }
    }
}

/// Imports and plain assignments, wherever they stand.
impl<'a> Visitor<'a> for Names<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Import(import) => {
                for alias in &import.names {
                    let bound = alias.asname.as_ref().map(|name| name.as_str());
                    self.import(alias.name.as_str(), bound);
                }
            }
            Stmt::ImportFrom(import) => {
                let module = import.module.as_ref().map_or("", |module| module.as_str());
                let module = if import.level > 0 { "" } else { module };
                for alias in &import.names {
                    let bound = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
                    self.import_from(module, alias.name.as_str(), bound);
                }
            }
            Stmt::Assign(assign) => {
                for target in &assign.targets {
                    self.assign(target, &assign.value);
                }
            }
            Stmt::AnnAssign(assign) => {
                if let Some(value) = &assign.value {
                    self.assign(&assign.target, value);
                }
            }
            _ => walk_stmt(self, statement),
        }
    }

    // No expression binds a name that matters.
    fn visit_expr(&mut self, _: &'a Expr) {}
}

fn member(owner: Meaning, name: &str) -> Option<Meaning> {
    match (owner, name) {
        (Meaning::Os, "environ") => Some(Meaning::Environ),
        (Meaning::Os, "getenv") => Some(Meaning::Getenv),
        (Meaning::EnvModule, "Env" | "FileAwareEnv") => Some(Meaning::ReaderClass),
        (Meaning::EnvModule, "env") => Some(Meaning::Reader),
        (Meaning::Pydantic, "BaseSettings") => Some(Meaning::BaseSettings),
        _ => None,
    }
}

/// `app`, `current_app`, `self.app`, `create_app()`: whatever is called like a Flask application.
fn is_application(expr: &Expr) -> bool {
    let name = match expr {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        Expr::Call(call) => return is_application(&call.func),
        _ => return false,
    };
    matches!(name, "app" | "application" | "flask_app" | "create_app" | "api" | "server")
        || name.ends_with("_app")
}
