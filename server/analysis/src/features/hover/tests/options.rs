//! Config options.

use expect_test::expect;

use super::check_charm;

#[test]
fn the_token_of_the_guide() {
    check_charm(
        "config:\n  options:\n    tok$0en:\n      description: The token for the service.\n      type: string\n",
        expect![[r#"
                token:
                ^^^^^

            `token` sets `FLASK_TOKEN`

            | Variable | Meaning | Set |
            | --- | --- | --- |
            | `FLASK_TOKEN` | The token for the service. | once the option has a value; no default |

            The value is the text as it is; one that is set to nothing is there, and empty.

            In Flask: `app.config["TOKEN"]` after `app.config.from_prefixed_env()`; text, unless it reads as JSON: `7` arrives as a number, `true` as `True`.

            ```shell
            juju config web token=<token>
            ```

            [flask-framework in Charmcraft](https://canonical.com/juju/docs/charmcraft/latest/reference/extensions/flask-framework-extension/)
        "#]],
    );
}

#[test]
fn secrets_defaults_and_nested_names() {
    check_charm(
        "config:\n  options:\n    cert$0: {type: secret}\n",
        expect![[r#"
                cert: {type: secret}
                ^^^^

            `cert` sets `FLASK_CERT_<KEY>`

            | Variable | Meaning | Set |
            | --- | --- | --- |
            | `FLASK_CERT_<KEY>` | not described yet | once a secret is given, one for each of its keys |

            One variable for each key of the secret: the key in capitals, with underscores for dashes. There is no variable without a key.

            In Flask: `app.config["CERT_<KEY>"]` after `app.config.from_prefixed_env()`; text, unless it reads as JSON: `7` arrives as a number, `true` as `True`.

            ```shell
            juju config web cert=secret:<id>
            ```

            [flask-framework in Charmcraft](https://canonical.com/juju/docs/charmcraft/latest/reference/extensions/flask-framework-extension/)
        "#]],
    );
    check_charm(
        "config:\n  options:\n    db--po$0ol: {type: int, default: 5, description: 'a | b'}\n",
        expect![[r#"
                db--pool: {type: int, default: 5, description: 'a | b'}
                ^^^^^^^^

            `db--pool` sets `FLASK_DB__POOL`

            | Variable | Meaning | Set |
            | --- | --- | --- |
            | `FLASK_DB__POOL` | a \| b | always; default `5` |

            The value is a number in digits, such as `7` or `1.5`.

            In Flask: `app.config["DB"]["POOL"]` after `app.config.from_prefixed_env()`; a number.

            ```shell
            juju config web db--pool=<db--pool>
            ```

            [flask-framework in Charmcraft](https://canonical.com/juju/docs/charmcraft/latest/reference/extensions/flask-framework-extension/)
        "#]],
    );
    check_charm(
        "config:\n  options:\n    ü$0ser:\n      optional: false\n      type: boolean\n",
        expect![[r#"
                üser:
                ^^^^

            `üser` sets `FLASK_ÜSER`

            | Variable | Meaning | Set |
            | --- | --- | --- |
            | `FLASK_ÜSER` | not described yet | always: required, the charm waits for it |

            The value is `true` or `false`.

            In Flask: `app.config["ÜSER"]` after `app.config.from_prefixed_env()`; `True` or `False`.

            ```shell
            juju config web üser=<üser>
            ```

            [flask-framework in Charmcraft](https://canonical.com/juju/docs/charmcraft/latest/reference/extensions/flask-framework-extension/)
        "#]],
    );
}

#[test]
fn options_without_a_variable() {
    check_charm(
        "config:\n  options:\n    deb$0ug:\n      type: boolean\n",
        expect![[r#"
            debug:
            ^^^^^

        `debug` gives the application no variable

        The framework has a setting of this name, so paas-charm drops the option.

        [flask-framework in Charmcraft](https://canonical.com/juju/docs/charmcraft/latest/reference/extensions/flask-framework-extension/)
    "#]],
    );
    check_charm(
        "config:\n  options:\n    app-na$0me:\n",
        expect![[r#"
            app-name:
            ^^^^^^^^

        `app-name` gives the application no variable

        paas-charm exports no option whose name starts with `app-`.

        [flask-framework in Charmcraft](https://canonical.com/juju/docs/charmcraft/latest/reference/extensions/flask-framework-extension/)
    "#]],
    );
    check_charm(
        "config:\n  options:\n    flask-de$0bug:\n",
        expect![[r#"
            flask-debug:
            ^^^^^^^^^^^

        `flask-debug` is an option that `flask-framework` adds by itself

        Debug mode of Flask.

        | Type | Default | Variable |
        | --- | --- | --- |
        | boolean | none | `FLASK_DEBUG` |

        [flask-framework in Charmcraft](https://canonical.com/juju/docs/charmcraft/latest/reference/extensions/flask-framework-extension/)
    "#]],
    );
}

#[test]
fn an_option_without_type_crashes_the_charm() {
    check_charm(
        "config:\n  options:\n    to$0ken:\n      description: x\n",
        expect![[r#"
            token:
            ^^^^^

        `token` crashes the charm

        The charm crashes in every hook on an option without `type`.

        [flask-framework in Charmcraft](https://canonical.com/juju/docs/charmcraft/latest/reference/extensions/flask-framework-extension/)
    "#]],
    );
}

#[test]
fn options_that_fold_together() {
    check_charm(
        "config:\n  options:\n    a-$0b: {}\n    a_b: {}\n",
        expect![[r#"
            a-b: {}
            ^^^

        `a-b` gives the application no variable

        Option `a_b` has the same variable, and its value wins.

        [flask-framework in Charmcraft](https://canonical.com/juju/docs/charmcraft/latest/reference/extensions/flask-framework-extension/)
    "#]],
    );
}

#[test]
fn option_types_and_keys_of_an_option() {
    check_charm(
        "config:\n  options:\n    a:\n      type: sec$0ret\n",
        expect![[r#"
              type: secret
                    ^^^^^^

        **`secret`**: The id of a Juju secret that the operator creates and grants to the application; needs Juju 3.

        Default: None: the id of a secret is only known once it exists.

        Variable: One variable for each key of the secret: `<OPTION>_<KEY>`, with the prefix of the framework.
    "#]],
    );
    check_charm(
        "config:\n  options:\n    a:\n      ty$0pe: int\n",
        expect![[r#"
                  type: int
                  ^^^^

            **`type`**: Type of the value; text if it is left out.

            Text.

            Values: `string`, `int`, `float`, `boolean`, `secret`

            [charmcraft.yaml reference](https://canonical.com/juju/docs/charmcraft/latest/reference/files/)
        "#]],
    );
    check_charm(
        "config:\n  options:\n    a: {optional: fal$0se}\n",
        expect![[r#"
                a: {optional: false}
                              ^^^^^

            **`optional`**: `false`: a 12-factor charm stays blocked until the operator sets the option, so it takes no default.

            Left out, it means `true`.

            `true` or `false`.

            [charmcraft.yaml reference](https://canonical.com/juju/docs/charmcraft/latest/reference/files/)
        "#]],
    );
    check_charm(
        "config:\n  options:\n    a:\n      description: so$0me words\n",
        expect!["nothing"],
    );
}
