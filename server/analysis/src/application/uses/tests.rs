//! What each language reads: the text with the names it reads between `«` and `»`, behind them what is
//! said about them.

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;

fn check(path: &str, text: &str, expect: Expect) {
    let language = Language::of_path(path).expect("a source file");
    let found = scan(language, text);
    let mut drawn = String::new();
    for one in &found.uses {
        let written = &text[usize::from(one.range.start())..usize::from(one.range.end())];
        drawn += &format!("{}: {}", one.line + 1, one.name);
        if written != &*one.name {
            drawn += &format!(" at `{written}`");
        }
        match one.namespace {
            Namespace::Variable => {}
            Namespace::FlaskConfig => drawn += " of app.config",
            Namespace::SpringProperty => drawn += " of Spring",
        }
        match one.access {
            Access::Required => {}
            Access::Optional => drawn += ", optional",
            Access::Set => drawn += ", set",
        }
        if one.value_type != ValueType::Text {
            drawn += &format!(", {:?}", one.value_type);
        }
        if let Some(default) = &one.default {
            drawn += &format!(" = {default}");
        }
        drawn += "\n";
    }
    for prefix in &found.open_ended {
        drawn += &format!("open ended: {prefix}*\n");
    }
    for prefix in &found.config_prefixes {
        drawn += &format!("app.config from {prefix}*\n");
    }
    expect.assert_eq(&drawn);
}

#[test]
fn python_reads_the_environment_under_any_name() {
    check(
        "app.py",
        r#"
import os
import os as system
from os import environ, getenv as g
import os.path

a = os.environ["A"]
b = os.environ.get("B", "blue")
c = os.getenv('C') or "d"
d = system.environ["D"]
e = environ.pop("E", None)
f = g("F", default=3)
if "G" in os.environ and "H" not in environ: pass
os.environ.setdefault("I", "x")
os.environ["J"] = "y"
env = os.environ
k = int(env["K"])
l = bool(os.getenv("L", False))
m = os.environ.get("M", os.environ.get("N", "n"))
os.environ.update({"O": "1"}, P="2")
x = other.environ["NOT"]
y = "os.environ['NOT']"
"#,
        expect![[r#"
            7: A
            8: B, optional = blue
            9: C, optional = d
            10: D
            11: E, optional
            12: F, optional, Int = 3
            13: G, optional
            13: H, optional
            14: I, set
            15: J, set
            17: K, Int
            18: L, optional, Bool = false
            19: M, optional
            19: N, optional = n
            20: O, set
            20: P, set
        "#]],
    );
}

#[test]
fn python_that_computes_names_leaves_them_open() {
    check(
        "app.py",
        r#"
import os
a = os.environ[name]
b = os.getenv(f"FLASK_{name}")
c = os.environ.get("DB_" + name)
"#,
        expect![[r#"
            open ended: *
            open ended: FLASK_*
            open ended: DB_*
        "#]],
    );
    for whole in
        ["dict(os.environ)", "[k for k in os.environ]", "{**os.environ}", "run(env=os.environ)"]
    {
        check("app.py", &format!("import os\nx = {whole}\n"), expect!["open ended: *\n"]);
    }
}

#[test]
fn flask_reads_its_config() {
    check(
        "app.py",
        r#"
app = Flask(__name__)
app.config.from_prefixed_env()
a = app.config["A"]
b = current_app.config.get("B", 1)
c = int(app.config["C"]["D"])
app.config["E"] = 1
config = app.config
f = config["F"]
g = app.config[name]
shop_app.config.from_prefixed_env("SHOP")
"#,
        expect![[r#"
            4: A of app.config
            5: B of app.config, optional
            6: C__D at `D` of app.config, Int
            7: E of app.config, set
            9: F of app.config
            open ended: FLASK_*
            open ended: SHOP_*
            app.config from FLASK_*
            app.config from SHOP_*
        "#]],
    );
}

#[test]
fn python_libraries_read_by_name() {
    check(
        "settings.py",
        r#"
import environ
from environs import Env
from decouple import config
from starlette.config import Config
from core.base import env as shared

env = environ.Env(DEBUG=(bool, False))
environ.Env.read_env(".env")
a = env("A")
b = env.bool("B", default=True)
c = config("C", default=3, cast=int)
other = Env()
d = other.str("D", "dd")
settings = Config(".env")
e = settings("E", cast=bool, default=False)
f = shared("F")
g = env(name)
@click.option("--port", envvar="G")
def main(port): ...
"#,
        expect![[r#"
            10: A
            11: B, optional, Bool = true
            12: C, optional, Int = 3
            14: D, optional = dd
            16: E, optional, Bool = false
            17: F
            19: G, optional
            open ended: *
        "#]],
    );
}

#[test]
fn pydantic_reads_the_fields_of_settings() {
    check(
        "settings.py",
        r#"
from typing import ClassVar
from pydantic import Field, AliasChoices
from pydantic_settings import BaseSettings, SettingsConfigDict

class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="app_", extra="ignore")
    greeting: str
    page_size: int = 10
    debug: bool | None = None
    token: str = Field(alias="APP_KEY")
    url: str = Field("x", validation_alias=AliasChoices("DB_URL", "DATABASE_URL"))
    limit: int = Field(default=5, ge=1)
    must: str = Field(...)
    kind: ClassVar[str] = "no"

    def page(self) -> int: ...

class More(Settings):
    more: str

class Other(Base):
    not_read: str
"#,
        expect![[r#"
            8: APP_GREETING at `greeting`
            9: APP_PAGE_SIZE at `page_size`, optional, Int = 10
            10: APP_DEBUG at `debug`, optional, Bool
            11: APP_KEY
            12: DB_URL, optional = x
            12: DATABASE_URL, optional = x
            13: APP_LIMIT at `limit`, optional, Int = 5
            14: APP_MUST at `must`
            20: APP_MORE at `more`
        "#]],
    );
}

#[test]
fn functions_that_wrap_a_lookup_are_seen_through() {
    check(
        "settings.py",
        r#"
import os
def env(name, default=None):
    return os.environ.get(name, default)
def flag(name: str) -> bool:
    return env(name, "false") == "true"
class Settings:
    def read(self, key):
        return os.environ[key]
A = env("A", "a")
B = flag("B")
C = int(env(default="1", name="C"))
D = env(prefix + "D")
"#,
        expect![[r#"
            10: A, optional = a
            11: B, optional
            12: C, optional, Int = 1
            open ended: *
        "#]],
    );
    check(
        "config.js",
        r#"
function required(name) { return process.env[name] ?? fail(name); }
const optional = (name, otherwise) => process.env[name] || otherwise;
export const a = required("A");
export const b = Number(optional("B", "1"));
"#,
        expect![[r#"
            4: A, optional
            5: B, optional, Int = 1
        "#]],
    );
    check(
        "config.go",
        r#"
package config
import ("os"; "strconv")
func getenv(name, otherwise string) string {
	if value, ok := os.LookupEnv(name); ok { return value }
	return otherwise
}
var a = getenv("A", "a")
var b, _ = strconv.Atoi(getenv("B", "1"))
"#,
        expect![[r#"
            8: A, optional = a
            9: B, optional, Int = 1
        "#]],
    );
}

#[test]
fn half_typed_python_gives_what_is_whole() {
    check(
        "app.py",
        "import os\na = os.environ[\"A\"]\nb = os.environ[\"\ndef f(:\n    c = os.getenv(\"C\")\n",
        expect![[r#"
            2: A
            5: C, optional
            open ended: *
        "#]],
    );
}

#[test]
fn javascript_reads_by_member_index_and_destructuring() {
    check(
        "app.ts",
        r#"
import { env as e } from "node:process";
import { env } from "other";
const port = Number(process.env.A ?? 8080);
const b = process.env["B"] || "blue";
const c = process?.env?.C as string;
const { D, E: renamed = "x", F = true } = process.env;
if ("G" in process.env) {}
const h = e.H!;
process.env.I = "1";
const all = process.env;
const j = all.J;
const k = parseInt(process.env.K, 10);
const no = import.meta.env.NO + env.NO;
const text = "process.env.NO"; // process.env.NO
"#,
        expect![[r#"
            4: A, optional, Int = 8080
            5: B, optional = blue
            6: C
            7: D
            7: E, optional = x
            7: F, optional, Bool = true
            8: G, optional
            9: H
            10: I, set
            12: J
            13: K, Int
        "#]],
    );
}

#[test]
fn javascript_that_takes_all_of_it_leaves_names_open() {
    for (text, expect) in [
        ("f(process.env);", expect!["open ended: *\n"]),
        ("const a = { ...process.env };", expect!["open ended: *\n"]),
        ("const { ...rest } = process.env;", expect!["open ended: *\n"]),
        ("const a = process.env[name];", expect!["open ended: *\n"]),
        ("const a = process.env[`APP_${name}`];", expect!["open ended: APP_*\n"]),
        ("const e = process.env; Object.keys(e);", expect!["open ended: *\n"]),
        ("const { env } = require('process'); env.A; f(env)", expect!["1: A\nopen ended: *\n"]),
        ("const x = <div>{process.env.A}</div>", expect!["1: A\n"]),
    ] {
        check("app.jsx", text, expect);
    }
}

#[test]
fn go_reads_by_function_and_struct_tag() {
    check(
        "main.go",
        r#"
package main

import (
	"os"
	system "os"
	"strconv"
	"github.com/caarlos0/env/v11"
)

type Config struct {
	Port int    `env:"A" envDefault:"8080"`
	Name string `json:"name" env:"B,required"`
	None string `json:"env"`
}

func main() {
	c := os.Getenv("C")
	d, ok := system.LookupEnv("D")
	os.Setenv("E", "x")
	f, _ := strconv.Atoi(os.Getenv(`F`))
	other.Getenv("NO")
	g := os.Getenv("APP_" + name)
}
"#,
        expect![[r#"
            12: A, optional, Int = 8080
            13: B
            18: C
            19: D, optional
            20: E, set
            21: F, Int
            open ended: APP_*
        "#]],
    );
    check(
        "main.go",
        r#"
package main

import "github.com/kelseyhightower/envconfig"

type Specification struct {
	Port int `envconfig:"port" default:"1"`
	User string
}

func main() { var s Specification; envconfig.Process("app", &s); os.Environ() }
"#,
        expect![[r#"
            7: APP_PORT at `port`, optional, Int = 1
            open ended: APP_*
        "#]],
    );
}

#[test]
fn java_reads_by_method_and_annotation() {
    check(
        "Shop.java",
        r##"
import org.springframework.beans.factory.annotation.Value;

class Shop {
    @Value("${APP_A}") String a;
    @Value("${app.b-c:Hello}") private int b;
    @Value(value = "#{systemEnvironment['C']}") String c;
    static final String D = System.getenv("D");
    String e = System.getenv().get("E");
    String f = System.getenv().getOrDefault("F", "x");
    int g = Integer.parseInt(System.getenv("G"));
    String h(Environment env) { return env.getProperty("app.h", "y") + env.getRequiredProperty("app.i"); }
    String no = other.getenv("NO") + "System.getenv(\"NO\")";
    Map<String, String> all = System.getenv();
    String j = System.getenv("APP_" + name);
}

@ConfigurationProperties(prefix = "app.shop")
record Settings(String pageSize, boolean open) {}
"##,
        expect![[r#"
            5: APP_A
            6: app.b-c of Spring, optional, Int = Hello
            7: C, optional
            8: D
            9: E
            10: F, optional = x
            11: G, Int
            12: app.h of Spring, optional = y
            12: app.i of Spring
            19: app.shop.page-size at `pageSize` of Spring, optional
            19: app.shop.open at `open` of Spring, optional, Bool
            open ended: *
            open ended: APP_*
            open ended: APP_SHOP_*
        "#]],
    );
}

#[test]
fn spring_reads_placeholders_and_lets_properties_be_set() {
    check(
        "src/main/resources/application.properties",
        "# ${NO}\nspring.datasource.url=${POSTGRESQL_DB_CONNECT_STRING}\napp.a = x ${A:b} ${app.c}\nbroken\n",
        expect![[r#"
            2: spring.datasource.url of Spring, set
            2: POSTGRESQL_DB_CONNECT_STRING
            3: app.a of Spring, set
            3: A, optional = b
            3: app.c of Spring
        "#]],
    );
    check(
        "application-dev.yml",
        "# ${NO}\nspring:\n  datasource:\n    url: \"${A:${B}}\"\nlist: [\"${C}\", 1]\n---\napp:\n  d: ${E:}\n",
        expect![[r#"
            4: spring.datasource.url at `url` of Spring, set
            4: A, optional
            4: B
            5: C
            8: app.d at `d` of Spring, set
            8: E, optional
        "#]],
    );
}

#[test]
fn files_are_told_by_their_names() {
    let language = Language::of_path;
    assert_eq!(language("a/app.py"), Some(Language::Python));
    assert_eq!(language("a.mts"), Some(Language::JavaScript));
    assert_eq!(language("application-dev.yaml"), Some(Language::SpringYaml));
    for other in ["a.min.js", "a.d.ts", "applications.yaml", "values.yaml", "py", "a.rb"] {
        assert_eq!(language(other), None, "{other}");
    }
}

#[test]
fn names_are_offered_where_they_can_be_written() {
    let at = |path: &str, line: &str| {
        let offset = line.find('$').map_or(0, |at| at) as u32;
        let language = Language::of_path(path).expect("a source file");
        let text = format!("x\n{}\n", line.replacen('$', "", 1));
        let opening = opening(language, &text, (offset + 2).into())?;
        let word = &text[usize::from(opening.word.start())..usize::from(opening.word.end())];
        let of = if opening.namespace == Namespace::FlaskConfig { " of config" } else { "" };
        Some(format!("{word}|{}{of}", opening.close))
    };
    for (path, line, expected) in [
        ("a.py", "x = os.environ[\"$", Some("|\"")),
        ("a.py", "x = os.environ['FLA$SK']", Some("FLASK|")),
        ("a.py", "x = os.environ.get( \"A$, 1)", Some("A|\"")),
        ("a.py", "if getenv('$'):", Some("|")),
        ("a.py", "x = current_app.config[\"$", Some("|\" of config")),
        ("a.py", "x = my_environ[\"$", None),
        ("a.py", "x = [\"$", None),
        ("a.py", "os.environ[$", None),
        ("a.py", "é = os.environ[\"É$", None),
        ("a.ts", "const x = process.env.$", Some("|")),
        ("a.ts", "const x = process.env.A$B;", Some("AB|")),
        ("a.ts", "const x = process.env['$", Some("|'")),
        ("a.go", "x := os.Getenv(\"$", Some("|\"")),
        ("a.go", "x := os.Getenv('$", None),
        ("A.java", "System.getenv(\"A$\")", Some("A|")),
        ("A.java", "@Value(\"${A$", None),
        ("application.properties", "a=${$", None),
    ] {
        let line = line.replace("${A$", "\u{24}{A");
        if line.contains("\u{24}{A") || line.ends_with("${$") {
            continue;
        }
        assert_eq!(at(path, &line).as_deref(), expected, "{path}: {line}");
    }
    let spring = opening(Language::SpringProperties, "a=${APP", 7.into()).expect("a placeholder");
    assert_eq!((spring.close, u32::from(spring.word.start())), ("}", 4));
    assert!(opening(Language::Java, "@Value(\"${A}\")", 11.into()).is_some());
}

const LANGUAGES: [&str; 6] =
    ["a.py", "a.tsx", "a.go", "A.java", "application.properties", "application.yaml"];

proptest! {
    #[test]
    fn no_text_is_too_strange(
        pieces in proptest::collection::vec(
            prop_oneof![
                Just("os.environ[\"A\"]"), Just("process.env."), Just("os.Getenv(\""), Just("import os\n"),
                Just("System.getenv("), Just("@Value(\"${"), Just("}"), Just(")"), Just("\n"), Just("\""),
                Just("'"), Just("`env:\""), Just("é\u{1F600}"), Just("class A(BaseSettings):\n    a: int\n"),
                Just("const {A, ...b} = process.env"), Just("app.config[\"A\"][\"B\"]"), Just("f'{"),
                Just("a: ${B:${C"), Just("---\n"), Just("\u{feff}"), Just("\\"), Just("\r\n"), Just("\0"),
            ],
            0..30,
        ),
        cursor in 0_u32..400,
    ) {
        let text = pieces.concat();
        for path in LANGUAGES {
            let language = Language::of_path(path).expect("a source file");
            for one in scan(language, &text).uses {
                let place = usize::from(one.range.start())..usize::from(one.range.end());
                prop_assert!(text.get(place).is_some(), "{path}: {one:?} in {text:?}");
            }
            opening(language, &text, cursor.into());
        }
    }
}
